"""What partners share: agreements, contracts, mappings, receipts and the store that keeps their rows."""
