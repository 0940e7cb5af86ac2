"""The Strategic Needs Assessment: which figures it is made of, and its chapters in words."""
