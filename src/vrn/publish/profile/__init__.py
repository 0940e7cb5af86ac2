"""The open data profile: what published street-level crime files can say of an area."""
