"""The published documents as pages: the current edition, its chapters, and its files."""
