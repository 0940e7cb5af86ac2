"""The bytes of supplies as they came: sealed, kept for as long as was agreed, and then deleted."""
