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
from vrn.chain.back_files import list_files, receive_all, summarise
from vrn.chain.backing_up import back_up, restore
from vrn.chain.bridging import bridge
from vrn.chain.cutting import make_cut
from vrn.chain.defining import list_definitions, publish_definition
from vrn.chain.early import NotReadyError
from vrn.chain.erasing import delete_due_originals, erase, list_removals
from vrn.chain.giving_word import give_word, list_held
from vrn.chain.looking import look
from vrn.chain.mapping_files import map_file, write_mapping
from vrn.chain.measuring import list_measures, measure
from vrn.chain.patterns import look_at_pattern
from vrn.chain.publishing import publish_profile
from vrn.chain.questioning import publish_questions
from vrn.chain.receiving import announce, check, find_changes, receive, receive_parts
from vrn.chain.reconciling import UNEXPLAINED, reconcile, say_changes
from vrn.chain.referring import list_reference
from vrn.chain.rekeying import destroy_key, list_keys, rotate_key
from vrn.chain.retention import delete_due
from vrn.chain.revising import see_revisions, what_changed_since
from vrn.chain.scoring import (
    score_all,
    score_supplier,
    scores_csv,
    tell_for_pages,
    tell_scores,
)
from vrn.chain.starting import start, start_for
from vrn.chain.supplying import release_supplied_tables, supplied
from vrn.chain.tracing import trace_figure, trace_supply
from vrn.chain.withdrawing import numbers_that_move, see_withdrawal, withdraw_supply

__all__ = [
    "UNEXPLAINED",
    "NotReadyError",
    "announce",
    "back_up",
    "bridge",
    "check",
    "check_agreements",
    "delete_due",
    "delete_due_originals",
    "destroy_key",
    "ended_agreements",
    "erase",
    "explain_agreement",
    "find_changes",
    "give_word",
    "list_agreements",
    "list_definitions",
    "list_due",
    "list_files",
    "list_held",
    "list_keys",
    "list_measures",
    "list_reference",
    "list_removals",
    "look",
    "look_at_pattern",
    "make_cut",
    "map_file",
    "measure",
    "numbers_that_move",
    "publish_assessment",
    "publish_definition",
    "publish_profile",
    "publish_questions",
    "receive",
    "receive_all",
    "receive_parts",
    "reconcile",
    "release_supplied_tables",
    "restore",
    "rotate_key",
    "say_changes",
    "score_all",
    "score_supplier",
    "scores_csv",
    "see_revisions",
    "see_withdrawal",
    "sign_agreement",
    "start",
    "start_for",
    "summarise",
    "supplied",
    "tell_for_pages",
    "tell_scores",
    "trace_figure",
    "trace_supply",
    "what_changed_since",
    "withdraw_agreement",
    "withdraw_supply",
    "write_mapping",
]
