"""STEP 2, risk and protective factors: how violence goes with deprivation, as association only."""
