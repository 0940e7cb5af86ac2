"""Proposes a mapping for a file that a supplier sent: its profile, the text, what it would do."""
