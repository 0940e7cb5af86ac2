"""Runs a journey on the engine that its partnership chose."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from vrn.partnership.engine import working_on
from vrn.partnership.folder import read_partnership

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Asked = ParamSpec("Asked")
    Given = TypeVar("Given")


def on_chosen_engine(
    journey: Callable[Concatenate[Path, Asked], Given],
) -> Callable[Concatenate[Path, Asked], Given]:
    """The journey, which takes a partnership's folder first, with that partnership's engine."""

    @wraps(journey)
    def on_engine(folder: Path, /, *args: Asked.args, **options: Asked.kwargs) -> Given:
        with working_on(read_partnership(folder).engine):
            return journey(folder, *args, **options)

    return on_engine
