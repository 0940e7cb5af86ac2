"""An agreement as if every party had signed it, for tests that are about something else."""

from __future__ import annotations

from vrn.sharing.agreements.standing import Standing
from vrn.sharing.agreements.states import State

IN_FORCE = Standing(State.IN_FORCE)
"""As if it were signed, whatever its text lacks; the door looks at its days all the same."""
