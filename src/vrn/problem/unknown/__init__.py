"""Violence that the police do not know of: what hospitals treat and no offence tells."""
