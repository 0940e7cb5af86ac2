"""A scorecard in words: as a letter to the supplier, as lines for a terminal, and as a CSV file."""

from __future__ import annotations

import csv
import io
from textwrap import fill
from typing import TYPE_CHECKING

from vrn.sharing.fault import plural
from vrn.sharing.quality.advising import advise
from vrn.sharing.quality.trending import MEASURED, show, trend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.quality.card import MonthCard, Scorecard

WIDTH, IN_LETTER = 78, 6
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADS = ("agreement", "supplier", "month", "of", "what", "number", "out_of", "trend")


def write_letter(
    whole: Scorecard, month: str, *, to: str, sender: str, made_up: bool = False
) -> str:
    """The letter about one month, as plain text: what to do first, then the last six months."""
    card = _card(whole, month)
    shown = [*whole.before(month, IN_LETTER - 1), card]
    advice = advise(whole, month)
    parts = [
        *(["MADE-UP DATA: every row behind this letter was invented."] if made_up else []),
        f"To {to}\nFrom {sender}\n{whole.made_on}",
        f"{whole.title}: {month}",
        *(fill(words, WIDTH) for words in _opening(whole, card)),
    ]
    if advice:
        parts.append("What we ask you to do, the most pressing first:")
        parts += [_numbered(number, one.says) for number, one in enumerate(advice, 1)]
    else:
        parts.append("There is nothing that we ask you to do about this month. Thank you.")
    parts += ["\n".join(table_of(whole, shown)), *(fill(note, WIDTH) for note in NOTES)]
    return "\n\n".join(parts) + "\n"


NOTES = (
    "Rows held back, codes not known and default days are those of the whole file that held the "
    "month. No row, name or value is quoted here: the receipts say in which line each stands.",
    "This letter is for the supplier alone. It counts rows, and some counts are small: please do "
    "not pass it on or publish it.",
)


def tell_usual(card: MonthCard) -> str:
    """How the month's number of rows compares with earlier ones, in a sentence."""
    usual = card.usual
    if not card.is_here:
        return "No row of it is held."
    if usual.median is None:
        return f"It has {plural(card.rows.rows, 'row')}; {usual.how}, so that none are usual yet."
    judged = {"fewer": "fewer than usual", "more": "more than usual"}
    words = judged.get(usual.judge(card.rows.rows), "as usual")
    return (
        f"It has {plural(card.rows.rows, 'row')}, {words}: the median of earlier months is "
        f"{usual.median:,.0f}, with {usual.least:,.0f} to {usual.most:,.0f} as usual ({usual.how})."
    )


def tell_lateness(whole: Scorecard, card: MonthCard) -> str:
    """When the month came, against the agreed day or the month's end, in a sentence."""
    if not card.received_on:
        return "It did not come."
    came = f"It came first on {card.received_on}, "
    if card.days_late is None:
        return came + f"{_days(card.days_after_end or 0)} the month’s end."
    agreed = f"the agreed day (day {whole.due_day} of the next month)"
    return came + (f"on {agreed}." if not card.days_late else f"{_days(card.days_late)} {agreed}.")


def _days(days: int) -> str:
    return f"{plural(abs(days), 'day')} {'after' if days >= 0 else 'before'}"


def _opening(whole: Scorecard, card: MonthCard) -> Iterator[str]:
    about = f"This is how {card.month} of “{whole.title}” arrived, under the agreement"
    yield f"{about} {whole.agreement}. {tell_lateness(whole, card)} {tell_usual(card)}"


def _numbered(number: int, words: str) -> str:
    return fill(f"{number}. {words}", WIDTH, subsequent_indent="   ")


def table_of(whole: Scorecard, shown: list[MonthCard]) -> Iterator[str]:
    """The months side by side as lines of text, with the trend up to the last of them."""
    wide = max(len(one.words) for one in MEASURED)
    yield " " * wide + "".join(f"{card.month:>9}" for card in shown) + "  trend"
    for one in MEASURED:
        cells = [show(one, card) for card in shown]
        if set(cells) != {"–"}:
            way = trend(whole, shown[-1].month, one)
            yield f"{one.words:<{wide}}" + "".join(f"{cell:>9}" for cell in cells) + f"  {way}"


def write_text(whole: Scorecard, month: str) -> str:
    """The card of one month for a terminal."""
    card, advice = _card(whole, month), advise(whole, month)
    lines = [
        f"{whole.agreement}: {whole.title}",
        f"{whole.supplier}, {month}",
        "",
        *(fill(words, WIDTH) for words in (tell_lateness(whole, card), tell_usual(card))),
        "",
        *table_of(whole, [*whole.before(month, IN_LETTER - 1), card]),
        "",
        "What to do, the worst first" if advice else "Nothing to do.",
        *(_numbered(number, one.says) for number, one in enumerate(advice, 1)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def write_csv(*cards: Scorecard) -> str:
    """Every number of every month, a row each: what, of which column, and out of how many."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADS)
    for whole in cards:
        for card in whole.months:
            for of, what, number, out_of in _numbers(card):
                row = [whole.agreement, whole.supplier, card.month, of, what, number, out_of, ""]
                writer.writerow([_harmless(cell) for cell in row])
            for one in MEASURED:
                if way := trend(whole, card.month, one):
                    row = [whole.agreement, whole.supplier, card.month, "trend", one.words]
                    writer.writerow([*(_harmless(cell) for cell in row), "", "", way])
    return stream.getvalue()


def _numbers(card: MonthCard) -> Iterator[tuple[str, str, object, object]]:
    rows, supplies = card.rows, card.supplies
    yield "lateness", "received on", card.received_on, ""
    yield "lateness", "days after the month's end", _blank(card.days_after_end), ""
    yield "lateness", "days after the agreed day", _blank(card.days_late), ""
    yield "volume", "rows", rows.rows, ""
    for name in ("median", "least", "most"):
        number = getattr(card.usual, name)
        yield "volume", f"usual, {name}", "" if number is None else f"{number:g}", ""
    yield "volume", "judged by: " + card.usual.how, card.usual.judge(rows.rows), ""
    for name, filled in rows.filled.items():
        yield "completeness", name, filled, rows.rows
    yield "codes", "codes not known, in the file", supplies.codes, supplies.read
    yield "codes", "offence codes in no reference list", rows.titles, rows.rows
    yield "held back", "rows of the file", supplies.held, supplies.read
    for reason, held in supplies.reasons:
        yield "held back", reason, held, supplies.read
    yield "days and times", "times at 00:00", rows.midnight, rows.times
    yield "days and times", "default days, stored", rows.defaults, ""
    yield "days and times", "default days, in the file, not stored", supplies.births, supplies.read
    for grade, placed in card.placed:
        yield "places", grade, placed, sum(number for _, number in card.placed)
    yield "linkage", "rows with another of the same person", card.linked, card.persons


def _blank(number: int | None) -> object:
    return "" if number is None else number


def _harmless(cell: object) -> str:
    """The cell as text that no spreadsheet runs; a number below 0 stays one."""
    text = str(cell)
    is_safe = isinstance(cell, int) or not text.startswith(FORMULA_STARTS)
    return text if is_safe else f"'{text}"


def _card(whole: Scorecard, month: str) -> MonthCard:
    card = whole.month(month)
    if card is None:
        held = f"{whole.months[0].month} to {whole.months[-1].month}" if whole.months else "none"
        raise LookupError(f"{whole.agreement} has no card for {month}; its months are {held}")
    return card
