"""From bytes to cells of text: opened within limits, decoded strictly, counted by line."""
