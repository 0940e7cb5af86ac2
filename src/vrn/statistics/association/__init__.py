"""Association of area factors with a count: rate ratios, checked for neighbours, in careful words.

>>> import numpy as np
>>> from vrn.statistics.association import associate
>>> factors = {"mobility": [1, 2, 3, 4, 5, 6, 7, 8]}
>>> found = associate([3, 5, 4, 7, 6, 9, 11, 12], np.full(8, 1_000.0), factors)
>>> found.select("model", "value").row(0, named=True)["model"]
'Poisson'
"""

from vrn.statistics.association.associating import (
    Association,
    associate,
)
from vrn.statistics.association.residual_moran import ResidualMoran, residual_moran
from vrn.statistics.association.wording import AssociationNouns, association_sentence

__all__ = [
    "Association",
    "AssociationNouns",
    "ResidualMoran",
    "associate",
    "association_sentence",
    "residual_moran",
]
