"""How good each month of a supply is, by its receipts and its stored rows: the scorecard."""
