"""From cells of text to rows that keep a contract, and the receipt that accounts for each."""
