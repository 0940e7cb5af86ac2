"""The dashboard, the page of each figure, the walk back to a supply, and the measures."""
