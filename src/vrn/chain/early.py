"""The word for "too early": a journey was asked for before the one that it needs."""

from __future__ import annotations


class NotReadyError(LookupError):
    """A step of the chain lacks what the step before it makes; the message says what to do."""
