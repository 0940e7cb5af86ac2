"""STEP 1, define the problem: where rows fall, what is counted, how often, for how many people."""
