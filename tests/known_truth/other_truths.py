"""Other truths than the reported one, drawn at random within what files can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn_demo.agencies.planted import Planted

if TYPE_CHECKING:
    import numpy as np

CITY_PLACES = ("West Leicester", "Central Leicester", "East Leicester")
ELSEWHERE = ("Charnwood", "Hinckley and Bosworth", "Blaby", "North West Leicestershire")
BANDS = 8


def draw_truth(rng: np.random.Generator) -> Planted:
    """A truth with other shares, ratios, peaks and places; few victims, so that files are small."""

    def between(low: float, high: float) -> float:
        return round(float(rng.uniform(low, high)), 4)

    victims, repeat, premises = between(0.0012, 0.0018), between(0.30, 0.42), between(0.07, 0.10)
    times, peak = between(2.3, 3.1), between(0.5, 0.8)
    return Planted(
        victims_per_resident=victims,
        suspects_per_resident=round(victims * between(0.5, 0.6), 6),
        victims_male=between(0.55, 0.8),
        suspects_male=between(0.6, 0.85),
        suspects_ratio=between(1.1, 2.3),
        robbery_suspects_ratio=between(2.0, 4.5),
        victim_rates=tuple(between(0.2, 2.0) for _ in range(BANDS)),
        suspect_rates=tuple(between(0.2, 2.0) for _ in range(BANDS)),
        repeat_share=repeat,
        repeat_share_under_25=round(repeat + between(0.06, 0.14), 4),
        knife=between(0.05, 0.16),
        abh=between(0.6, 0.9),
        afternoon_peak=int(rng.integers(14, 17)),
        night_peak=int(rng.choice([22, 23, 0, 1])),
        night_time=between(0.22, 0.36),
        night_time_premises=premises,
        city=between(0.46, 0.58),
        under_25_by_place=(
            *((place, between(0.12, 0.18)) for place in CITY_PLACES),
            (str(rng.choice(ELSEWHERE)), between(0.1, 0.14)),
        ),
        wider_times=times,
        wider_in_dwellings=round((times - 1 - between(0.1, 0.15)) / times, 4),
        wider_hospitality=round(1.2 * premises / times, 4),
        wider_education=between(0.02, 0.035),
        trend=between(0.85, 1.3),
        trend_under_25=between(0.85, 1.2),
        conveyed_under_25=between(0.6, 0.85),
        attendances_peak=peak,
        attendances_trend=round(peak * between(0.68, 0.8), 4),
        admissions_change=between(0.75, 1.1),
        attendances_known=between(0.12, 0.36),
    )
