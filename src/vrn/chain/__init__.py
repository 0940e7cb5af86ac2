"""Whole journeys: start, receive, cut, measure, publish, trace; what the command and the jobs call.

Each takes a partnership's folder. `today` and the progress callback are arguments; nothing is
printed, and what is stopped in the middle has changed nothing.
"""

from vrn.chain.assessing import publish_assessment
from vrn.chain.backing_up import back_up, restore
from vrn.chain.bridging import bridge
from vrn.chain.cutting import make_cut
from vrn.chain.defining import list_definitions, publish_definition
from vrn.chain.early import NotReadyError
from vrn.chain.erasing import delete_due_originals, erase, list_removals
from vrn.chain.looking import look
from vrn.chain.measuring import list_measures, measure
from vrn.chain.patterns import look_at_pattern
from vrn.chain.publishing import publish_profile
from vrn.chain.questioning import publish_questions
from vrn.chain.receiving import announce, check, find_changes, receive, receive_parts
from vrn.chain.rekeying import destroy_key, list_keys, rotate_key
from vrn.chain.revising import see_revisions
from vrn.chain.starting import start, start_for
from vrn.chain.tracing import trace_figure, trace_supply

__all__ = [
    "NotReadyError",
    "announce",
    "back_up",
    "bridge",
    "check",
    "delete_due_originals",
    "destroy_key",
    "erase",
    "find_changes",
    "list_definitions",
    "list_keys",
    "list_measures",
    "list_removals",
    "look",
    "look_at_pattern",
    "make_cut",
    "measure",
    "publish_assessment",
    "publish_definition",
    "publish_profile",
    "publish_questions",
    "receive",
    "receive_parts",
    "restore",
    "rotate_key",
    "see_revisions",
    "start",
    "start_for",
    "trace_figure",
    "trace_supply",
]
