"""One document in every format: page, PDF, Word and CSV, with the same numbers in each."""
