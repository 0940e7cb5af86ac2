"""The made-up partnership's linkage: a model trained apart, in use from the first cut on.

Training needs nobody to be known. `linkage_model.json` was written by `vrn linkage train --seed 1`
in the demonstration's folder, once all its files were received under a key of tokens that is kept
no more; it holds what each agreement between two records weighs, and nothing of any record. Train
again where the makers of people change: what a name or a birthday weighs changes with them.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "linkage_model.json"
_CHOICE = """\
# The model in use, and the probabilities at which its bands begin. The model was trained apart, by
# `vrn linkage train` on the made-up people of this demonstration.
model = "{digest}"

[bands]
{bands}
"""


def write_linkage(partnership: Path) -> None:
    """Lays the trained model into a partnership's folder, and puts it in use by its thresholds."""
    from vrn.sharing.linkage import parse_model

    text = files("vrn_demo").joinpath(MODEL).read_text(encoding="utf-8")
    model = parse_model(text, source=MODEL)
    models = partnership / "linkage" / "models"
    models.mkdir(parents=True, exist_ok=True)
    (models / f"{model.digest}.json").write_text(text, encoding="utf-8")
    bands = "\n".join(f"{name} = {value}" for name, value in vars(model.bands).items())
    choice = _CHOICE.format(digest=model.digest, bands=bands)
    (models.parent / "linkage.toml").write_text(choice, encoding="utf-8")
