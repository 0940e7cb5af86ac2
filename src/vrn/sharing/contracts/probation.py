"""Orders and licences that probation supervises: one row is one order of one person."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.orders import born_before, day, who_arrives, who_is_kept, who_is_treated
from vrn.sharing.person_columns import SPECIAL, choice, month, record_number, token
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

ORDERS = (
    *("community order", "suspended sentence order", "licence", "post-sentence supervision"),
    *("custody", "other order"),
)
_ORDER = choice("order", "What probation supervises.", *ORDERS, required=True, sensitivity=SPECIAL)
_RISK = choice(
    *("risk_of_harm", "Risk of serious harm as assessed last; nothing where it is not."),
    *("low", "medium", "high", "very high"),
    sensitivity=SPECIAL,
)
_STARTED = day("started_on", "The day from which it runs.", "2020-05-04", required=True)
_ENDS = day("ends_on", "The day on which it is to end.", "2021-05-04")
_ENDED = day("ended_on", "The day on which it did end; nothing while it runs.", "2021-03-04")
_OFFENCE = Column(
    name="ho_class",
    kind=Kind.CODE,
    meaning="Class of the Home Office counting rules of the gravest offence behind it.",
    required=False,
    pattern=r"(?i)^\d{1,3}[A-Z]?([/.]\d{1,2})?$",
    form="a class of the counting rules, such as 8N, 005D or 4/1",
    examples=("8N", "34A", "5D"),
    sensitivity=SPECIAL,
)
_REST = (_ORDER, _RISK, _OFFENCE, _STARTED, _ENDS, _ENDED)

CONTRACT = Contract(
    feed="probation",
    title="Orders that probation supervises",
    unit="one order or licence of one person",
    slice_form="{month}",
    key=("order_no",),
    period="month",
    columns=(
        record_number("order_no", "Probation's own number of the order."),
        *who_arrives("person", "Probation's own number of the person."),
        *_REST,
    ),
    stored=(
        token("order_no", "Token of probation's number of the order.", required=True),
        month("The month in which it starts."),
        *who_is_kept("person", "Token of the number of the person.", aged_on="at its start"),
        *_REST,
    ),
    treatments=(
        Treatment("order_no", How.REFERENCE, ("order_no",)),
        Treatment("month", How.MONTH, ("started_on",)),
        *who_is_treated("person", on="started_on"),
    ),
    rules=(
        not_future("started_on"),
        not_future("ended_on"),
        in_agreed_time("started_on"),
        in_order("started_on", "ends_on", "are in the wrong order: it ends before it starts"),
        in_order("started_on", "ended_on", "are in the wrong order: it ended before it started"),
        *born_before("started_on", "are in the wrong order: an order before the birth"),
    ),
)
