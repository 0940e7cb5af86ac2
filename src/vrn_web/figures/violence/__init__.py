"""The dashboard of serious violence: what is chosen, its tiles, its charts and its files."""
