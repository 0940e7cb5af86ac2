"""What is done at the door: identifiers become keyed tokens, places and times become coarser."""
