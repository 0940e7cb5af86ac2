"""A trained model as a text: what each level weighs, from which thresholds on, and its digest.

Training writes it once; the weekly run reads it, and finds the same links however often it runs.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

from vrn.sharing.fault import TextError, check_faultless

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1


@dataclass(frozen=True)
class Bands:
    """From which probability on two records are linked, and from which on a person is asked.

    `cautious` and `generous` stand above and below `linked`: the three give the range that a figure
    shows which rests on linkage.
    """

    linked: float = 0.9
    review: float = 0.3
    cautious: float = 0.99
    generous: float = 0.6

    def __post_init__(self) -> None:
        order = (0, self.review, self.generous, self.linked, self.cautious, 1)
        wrong = "its thresholds rise from review over generous and linked to cautious, within 0..1"
        rising = all(low <= high for low, high in pairwise(order))
        check_faultless("the linkage model", [] if rising else [wrong])

    def band_of(self, probability: float) -> str:
        """`linked`, `to review` or `apart`; a threshold itself is in the higher band."""
        if probability >= self.linked:
            return "linked"
        return "to review" if probability >= self.review else "apart"


class LevelWeight(NamedTuple):
    """A level as it was trained: its number in Splink, its words, m, u and the weight in bits."""

    level: int
    words: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """How many doublings of the odds that two records are of one person it brings."""
        return log2(self.m / self.u)


@dataclass(frozen=True)
class Model:
    """What training found, with the thresholds; `settings` is as Splink writes it."""

    settings: Mapping[str, Any]
    bands: Bands = field(default_factory=Bands)
    trained_on: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The name of the model: 12 digits of its content's SHA-256."""
        return hashlib.sha256(_plain(self).encode()).hexdigest()[:12]

    def levels(self) -> dict[str, tuple[LevelWeight, ...]]:
        """The trained levels of each comparison, the strongest agreement first."""
        found = {}
        for comparison in self.settings["comparisons"]:
            levels = [c for c in comparison["comparison_levels"] if not c.get("is_null_level")]
            found[comparison["output_column_name"]] = tuple(
                LevelWeight(
                    len(levels) - 1 - place,
                    level["label_for_charts"],
                    level["m_probability"],
                    level["u_probability"],
                )
                for place, level in enumerate(levels)
            )
        return found


def _plain(model: Model) -> str:
    bands = vars(model.bands)
    facts = {
        "format": FORMAT,
        "bands": bands,
        "trained_on": dict(model.trained_on),
        "settings": dict(model.settings),
    }
    return json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False)


def write_model(model: Model) -> str:
    """The text of a model, with its digest at the end."""
    return json.dumps({**json.loads(_plain(model)), "digest": model.digest}, indent=1) + "\n"


def parse_model(text: str, *, source: str = "linkage model") -> Model:
    """The model that a text holds; TextError where it is none, or was changed by hand.

    The thresholds are configuration: they may be changed, in a text of their own (see `with_bands`)
    and never here, for the digest names what was run.
    """
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise TextError(source, [f"cannot be read as JSON: {error}"]) from error
    wanted = {"format", "bands", "trained_on", "settings", "digest"}
    if not isinstance(plain, dict) or set(plain) != wanted:
        raise TextError(source, ["is no linkage model: train one with `vrn linkage train`"])
    if plain["format"] != FORMAT:
        raise TextError(source, [f"is of format {plain['format']}, not {FORMAT}: train it again"])
    model = Model(plain["settings"], Bands(**plain["bands"]), plain["trained_on"])
    if model.digest != plain["digest"]:
        changed = "was changed after it was trained: bring the trained text back, or train again"
        raise TextError(source, [changed])
    return model
