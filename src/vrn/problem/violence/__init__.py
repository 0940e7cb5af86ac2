"""Serious violence from the agencies' rows: its dimensions, tallies, ratios and findings."""
