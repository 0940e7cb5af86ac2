"""Orders and out-of-court disposals of children: one row is one order of one child."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.orders import born_before, day, who_arrives, who_is_kept, who_is_treated
from vrn.sharing.person_columns import SPECIAL, choice, month, record_number, token
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

ORDERS = (
    *("community resolution", "youth caution", "youth conditional caution", "other out of court"),
    *("referral order", "youth rehabilitation order", "reparation order", "custody"),
    *("remand", "other order"),
)
_ORDER = choice("order", "What was ordered or agreed.", *ORDERS, required=True, sensitivity=SPECIAL)
_FIRST = choice(
    *("first_time", "Whether it is the child's first caution or conviction, as the team counts."),
    *("yes", "no"),
    sensitivity=SPECIAL,
)
_STARTED = day("started_on", "The day from which it runs.", "2020-05-04", required=True)
_ENDS = day("ends_on", "The day on which it ends, where one is set.", "2020-11-04")
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
_REST = (_ORDER, _FIRST, _OFFENCE, _STARTED, _ENDS)

CONTRACT = Contract(
    feed="youth-justice",
    title="Orders of the youth justice service",
    unit="one order or out-of-court disposal of one child",
    slice_form="{month}",
    key=("order_no",),
    period="month",
    columns=(
        record_number("order_no", "The service's own number of the order."),
        *who_arrives("child", "The service's own number of the child."),
        *_REST,
    ),
    stored=(
        token("order_no", "Token of the service's number of the order.", required=True),
        month("The month in which it starts."),
        *who_is_kept("child", "Token of the number of the child.", aged_on="at its start"),
        *_REST,
    ),
    treatments=(
        Treatment("order_no", How.REFERENCE, ("order_no",)),
        Treatment("month", How.MONTH, ("started_on",)),
        *who_is_treated("child", on="started_on"),
    ),
    rules=(
        not_future("started_on"),
        in_agreed_time("started_on"),
        in_order("started_on", "ends_on", "are in the wrong order: it ends before it starts"),
        *born_before("started_on", "are in the wrong order: an order before the birth"),
    ),
)
