"""What partners share: agreements, contracts, mappings, receipts, and the store of their rows."""
