"""Whole journeys: start, receive, cut, measure, publish, trace; what the command and the jobs call.

Each takes a partnership's folder. `today` and the progress callback are arguments; nothing is
printed, and what is stopped in the middle has changed nothing.
"""

from vrn.chain.agreeing import (
    check_agreements,
    ended_agreements,
    explain_agreement,
    list_agreements,
    list_due,
    sign_agreement,
    withdraw_agreement,
)
from vrn.chain.assessing import publish_assessment
from vrn.chain.bridging import bridge
from vrn.chain.cutting import make_cut
from vrn.chain.defining import list_definitions, publish_definition
from vrn.chain.early import NotReadyError
from vrn.chain.looking import look
from vrn.chain.measuring import list_measures, measure
from vrn.chain.patterns import look_at_pattern
from vrn.chain.publishing import publish_profile
from vrn.chain.questioning import publish_questions
from vrn.chain.receiving import check, receive
from vrn.chain.starting import start, start_for
from vrn.chain.tracing import trace_figure, trace_supply

__all__ = [
    "NotReadyError",
    "bridge",
    "check",
    "check_agreements",
    "ended_agreements",
    "explain_agreement",
    "list_agreements",
    "list_definitions",
    "list_due",
    "list_measures",
    "look",
    "look_at_pattern",
    "make_cut",
    "measure",
    "publish_assessment",
    "publish_definition",
    "publish_profile",
    "publish_questions",
    "receive",
    "sign_agreement",
    "start",
    "start_for",
    "trace_figure",
    "trace_supply",
    "withdraw_agreement",
]
