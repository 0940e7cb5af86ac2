"""Rows per second through the whole door, beside dataframely alone and pandas by hand."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from bench import made_up
from bench.report import Section
from bench.spoiling import EVERY, WAYS
from bench.timing import Timed, say_ratios, say_spread, take_turns
from vrn.sharing.checks.explaining_values import ODD_TEXT
from vrn.sharing.column import DECIMAL_PATTERN, MONTH_PATTERN, Kind
from vrn.sharing.contract import RowRule, Setting
from vrn.sharing.contracts.street_crime import CONTRACT
from vrn.sharing.country import EAST, NORTH, SOUTH, WEST
from vrn.sharing.schema import LINE, ROW, build_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

TODAY = date(2025, 6, 2)
AGREEMENT = "police-uk-street"
PERIOD_FROM = "2010-12"
MONTHS = made_up.MONTHS[-10:]
# Python's expressions have no word for a capital letter of any alphabet.
_ODD = re.compile(ODD_TEXT.replace(r"\p{Lu}", "[A-Z]"))
OURS, SCHEMA, PANDAS = "vrn, the whole door", "dataframely alone", "pandas by hand"

TEXTS = [column.name for column in CONTRACT.columns if column.kind is Kind.TEXT]


def _fit(name: str) -> RowRule:
    is_fit = ~pl.col(name).str.contains(ODD_TEXT)
    return RowRule("odd text", (name,), "holds what it must not", lambda _: is_fit)


WITH_TEXTS = replace(CONTRACT, rules=(*CONTRACT.rules, *(_fit(name) for name in TEXTS)))

Held = set[tuple[str, int]]
"""Rows held back, by member file and line."""


@dataclass(frozen=True)
class Answer:
    """What a side says of the archive: rows that are good, and which are not."""

    good: int
    held: Held


class DisagreementError(AssertionError):
    """Two sides of a bench gave different answers, so that their times mean nothing."""


def prepare(folder: Path, *, rows: int) -> Path:
    """Writes the archive of `rows` rows and a partnership to receive it; gives the archive."""
    from vrn import chain
    from vrn.partnership.reference import PoliceArea
    from vrn.terms import Area, Level

    archive = folder / "police-uk_benchshire.zip"
    if not archive.exists():
        rng = np.random.default_rng(7)
        made_up.write_archive(archive, months=MONTHS, rows=rows // len(MONTHS), rng=rng)
        districts = tuple(
            Area(code, f"District {code[-1]}", Level.DISTRICT) for code in made_up.DISTRICTS
        )
        area = PoliceArea("Made-up Benchshire", (made_up.FORCE,), districts)
        chain.start_for(folder / "partnership", area, name="Made-up", made_up=True)
    return archive


def receive(archive: Path) -> Answer:
    """Ours: bytes to digests, checks, rows held back with reasons, receipt and durable store."""
    from vrn import chain
    from vrn.sharing.store import Store

    partnership = archive.parent / "partnership"
    receipt = chain.receive(partnership, archive, under=AGREEMENT, today=TODAY)
    if not receipt.is_accepted:
        raise DisagreementError(receipt.to_text())
    path = Store.read(partnership / "store").held_rows(receipt.id)
    kept = pl.read_parquet(path, columns=["file", LINE]) if path else None
    return Answer(receipt.rows_loaded, set(kept.iter_rows()) if kept is not None else set())


def forget(archive: Path) -> None:
    """Removes the store, so that the same bytes are new again."""
    shutil.rmtree(archive.parent / "partnership" / "store", ignore_errors=True)


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The archive's files: name and bytes."""
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            yield name, opened.read(name)


def typed_frames(archive: Path) -> dict[str, pl.DataFrame]:
    """The rows as dataframely wants them: read and typed already, a frame a member."""
    frames = {}
    ours = {theirs: name for name, theirs in made_up.HEADERS.items()}
    for name, content in members(archive):
        text = pl.read_csv(io.BytesIO(content), infer_schema=False).rename(ours)
        numbers = [c.name for c in CONTRACT.columns if c.kind is Kind.DECIMAL]
        frames[name] = text.with_columns(pl.col(numbers).cast(pl.Float64)).with_columns(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW),
            pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE),
        )
    return frames


def filter_frames(frames: dict[str, pl.DataFrame]) -> Answer:
    """dataframely alone: the contract's schema parts rows that are in memory and typed already.

    What no text may hold is a rule of it here; at the door it is looked for beside the schema.
    """
    good, held = 0, set()
    for name, frame in frames.items():
        month = name.rpartition("/")[2][:7]
        kept, failed = build_schema(WITH_TEXTS, Setting(TODAY, PERIOD_FROM, month)).filter(frame)
        good += kept.height
        held |= {(name, line) for line in failed.invalid()[LINE]}
    return Answer(good, held)


def check_by_hand(archive: Path) -> Answer:
    """pandas: read_csv with every cell as text, then the contract's checks written by hand."""
    import pandas as pd

    good, held = 0, set()
    for name, content in members(archive):
        frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""])
        frame.columns = list(made_up.HEADERS)
        frame = frame.apply(lambda column: column.str.strip())
        reasons = _reasons(frame, name.rpartition("/")[2][:7])
        is_bad = reasons != ""
        good += int((~is_bad).sum())
        held |= {(name, int(n) + 2) for n in np.flatnonzero(is_bad.to_numpy())}
    return Answer(good, held)


def _reasons(frame: pd.DataFrame, month: str) -> pd.Series[str]:
    """Why each row cannot be accepted; empty for a good row."""
    import pandas as pd

    reasons = pd.Series("", index=frame.index, dtype="str")
    for why, is_wrong in {**_wrong_cells(frame, month), **_wrong_places(frame)}.items():
        reasons = reasons.mask(is_wrong.fillna(value=False), reasons + why + "; ")
    return reasons


def _wrong_cells(frame: pd.DataFrame, month: str) -> dict[str, pd.Series[bool]]:
    wrong = {}
    for column in CONTRACT.columns:
        cells = frame[column.name]
        if column.required:
            wrong[f"{column.name} is empty"] = cells.isna()
        if column.regex:
            wrong[f"{column.name} has another form"] = cells.notna() & ~cells.str.match(
                column.regex, na=False
            )
        elif column.kind is Kind.TEXT:
            wrong[f"{column.name} is too long"] = cells.str.len() > column.longest
            # Texts repeat, so each is looked at once; a check of every cell takes twice as long.
            odd = [text for text in cells.dropna().unique() if _ODD.search(text)]
            wrong[f"{column.name} holds what it must not"] = cells.isin(odd)
    is_month = frame["month"].str.match(MONTH_PATTERN, na=False)
    wrong["month is in the future"] = is_month & (frame["month"] > f"{TODAY:%Y-%m}")
    wrong["month is before the agreement"] = is_month & (frame["month"] < PERIOD_FROM)
    wrong["month is not the file's"] = is_month & (frame["month"] != month)
    return wrong


def _wrong_places(frame: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    import pandas as pd

    texts = {name: frame[name] for name in ("longitude", "latitude")}
    wrong = {
        f"{name} is no number": text.notna() & ~text.str.match(DECIMAL_PATTERN, na=False)
        for name, text in texts.items()
    }
    x, y = (pd.to_numeric(text, errors="coerce").astype("float64") for text in texts.values())
    is_zero = (x == 0) & (y == 0)
    is_inside = x.between(WEST, EAST) & y.between(SOUTH, NORTH)
    is_swapped = y.between(WEST, EAST) & x.between(SOUTH, NORTH)
    in_metres = (x.abs() > 180) | (y.abs() > 90)
    is_other = ~(is_inside | is_zero | is_swapped | in_metres)
    return wrong | {
        "one of two": x.isna() != y.isna(),
        "zero": is_zero,
        "swapped": is_swapped,
        "metres": in_metres,
        "outside": x.notna() & y.notna() & is_other,
    }


def check_agreement(archive: Path, frames: dict[str, pl.DataFrame]) -> Answer:
    """The answer that all three sides give; DisagreementError where they do not."""
    forget(archive)
    ours = receive(archive)
    for name, answer in {SCHEMA: filter_frames(frames), PANDAS: check_by_hand(archive)}.items():
        if answer != ours:
            raise DisagreementError(
                f"{name} takes {answer.good:,} rows and holds back {len(answer.held):,}; "
                f"{OURS} {ours.good:,} and {len(ours.held):,}"
            )
    return ours


def run(folder: Path, *, rows: int, rounds: int = 5) -> Section:
    """Times the three sides in turn over one made-up archive, then weighs each by itself."""
    archive = prepare(folder, rows=rows)
    frames = typed_frames(archive)
    answer = check_agreement(archive, frames)
    sides: dict[str, Any] = {
        OURS: lambda: receive(archive),
        SCHEMA: lambda: filter_frames(frames),
        PANDAS: lambda: check_by_hand(archive),
    }
    timed = take_turns(sides, rounds=rounds, budget=60, before=lambda: forget(archive), warm=False)
    return _section(timed, answer, archive, peaks=_peaks(archive))


def _peaks(archive: Path) -> dict[str, float]:
    """The most memory of each side, in megabytes: once each in a process of its own."""
    from bench.child import run_child

    forget(archive)
    return {side: run_child("intake", side, archive)["peak"] for side in (OURS, SCHEMA, PANDAS)}


def _section(timed: Timed, answer: Answer, archive: Path, *, peaks: Mapping[str, float]) -> Section:
    rows = answer.good + len(answer.held)
    section = Section(
        "Intake",
        f"An archive of {len(MONTHS)} monthly files, {rows:,} made-up rows, "
        f"{archive.stat().st_size / 1e6:.0f} MB packed; {len(answer.held):,} rows "
        f"({len(answer.held) / rows:.2%}) are spoilt, and all three sides hold back the same ones.",
        ("side", "seconds", "rows per second", "ours over this", "by processor time", "peak, MB"),
    )
    for side, seconds in timed.seconds.items():
        speed, peak = f"{rows / timed.middle(side):,.0f}", f"{peaks[side]:,.0f}"
        section.rows.append(
            (side, say_spread(seconds), speed, *say_ratios(timed, OURS, side), peak)
        )
    section.notes = [
        f"Each {EVERY}th row is spoilt, the ways in turn and as often: {'; '.join(WAYS)}.",
        "The whole door: unpacking, digests of the archive and of each file, strict decoding, "
        "exact line numbers, every check, reasons, repeats, the receipt, Parquet parts, and the "
        "store synced to the disk.",
        "dataframely alone: the same contract's schema over rows that are in memory and typed "
        "already. It reads, explains and keeps nothing.",
        "pandas by hand: unpacking, `read_csv` with every cell as text, the same checks, a reason "
        "for each row held back. It takes no digest and keeps nothing.",
        "The peak is the most memory that a process held which did this once, and nothing else; "
        "that of dataframely has the reading and typing of its rows in it.",
    ]
    return section
