"""How the table of requests came to be, step by step."""
