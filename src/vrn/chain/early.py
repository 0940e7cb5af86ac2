"""The word for "too early": a journey was asked for before the one that it needs."""

from __future__ import annotations


class NotReadyError(LookupError):
    """A step of the chain lacks what the step before it makes; the message says what to do."""


class NothingHeldError(NotReadyError):
    """Too little is held for any cut; every other lack can be mended, and the step done again."""
