"""Alarms on weekly counts: is this week's count higher than the weeks before would let one expect?

`ears` needs some weeks and knows neither season nor trend; `farrington` needs years, for both.

>>> from vrn.statistics.alarms import ears
>>> ears([3, 5, 4, 4, 3, 5, 4, 9], range(1, 9))["alarm"][-1]
True
"""

from vrn.statistics.alarms.ears import Ears, ears
from vrn.statistics.alarms.farrington import farrington
from vrn.statistics.alarms.past_weeks import Farrington

__all__ = ["Ears", "Farrington", "ears", "farrington"]
