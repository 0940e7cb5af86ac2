"""From a cut to released figures: measured exactly, released by a lane, kept in the register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from vrn.chain.early import NotReadyError
from vrn.chain.on_engine import on_chosen_engine
from vrn.chain.protecting import Protecting
from vrn.partnership.folder import read_partnership
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.partnership.folder import Partnership
    from vrn.problem.measure import Indicator, Measured
    from vrn.problem.places import Tables
    from vrn.release.cube import Cube
    from vrn.release.lineage import Ground
    from vrn.release.ranging import Threshold
    from vrn.sharing.store import Cut

_SUPPLY_FACTS = (
    *("id", "agreement", "feed", "supplier", "file", "bytes", "sha256", "received_on"),
    *("rows_read", "rows_loaded", "rows_held_back", "members", "period_from", "period_to"),
)


def ground_of(cut: Cut) -> Ground:
    """What a cut's figures rest on: its supplies with their licences, and who holds each slice."""
    from vrn.release.lineage import Ground

    terms = cut.facts["agreements"]
    return Ground(
        number=cut.number,
        row_hash=cut.row_hash,
        supplies={r["id"]: _facts_of_supply(r, terms[r["agreement"]]) for r in cut.supplies},
        slices=cut.facts["slices"],
        live=tuple(cut.facts.get("classes", ())),
    )


def _facts_of_supply(receipt: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: receipt[name] for name in _SUPPLY_FACTS}, **terms}


def begun_again(partnership: Partnership) -> dict[str, tuple[str, ...]]:
    """By series, the months at which the partnership says that its limits begin again.

    Raises PartnershipError for a series that has no control chart, naming those that have one.
    """
    from vrn.partnership.folder import PartnershipError
    from vrn.problem.violence.usual import SERIES

    chosen = partnership.new_limits()
    if unknown := sorted({each.series for each in chosen} - {"", *SERIES}):
        raise PartnershipError(
            f"new_limits.csv: {', '.join(unknown)} has no control chart; leave the series empty "
            f"for all, or name one of {', '.join(SERIES)}"
        )
    return {
        name: tuple(dict.fromkeys(each.month for each in chosen if each.series in {"", name}))
        for name in SERIES
    }


def list_measures() -> tuple[Indicator, ...]:
    """The indicator of every measure in the catalogue, in its order."""
    from vrn.release.catalogue import catalogue

    return tuple(measure.indicator for measure in catalogue().values())


@on_chosen_engine
def measure(
    folder: Path,
    name: str,
    *,
    today: date,
    split: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
    period: str = "",
    cut: int | None = None,
) -> Cube:
    """The released figures of a measure over a cut, kept in the register before they are given."""
    measuring = Measuring(folder, cut, today=today)
    cube = measuring.cube(
        name, split=split, where=where or {}, period=Period.parse(period) if period else None
    )
    measuring.record([cube])
    return cube


class Measuring:
    """One cut opened for measuring: its tables, its ground and the partnership's choices."""

    def __init__(self, folder: Path, cut: int | None = None, *, today: date | None = None) -> None:
        from vrn.problem.months import months_held_by_feed
        from vrn.sharing.store import Store

        self.partnership = read_partnership(folder)
        self.cut = Store.read(self.partnership.store).cut(cut)
        if not self.cut.tables:
            raise NotReadyError(
                f"cut {self.cut.number} holds nothing, for all that it could rest on was deleted "
                f"({self.cut.facts.get('empty', '')}): receive it and make the next cut"
            )
        self.tables = {name: table.paths for name, table in self.cut.tables.items()}
        self.ground = ground_of(self.cut)
        self.months_held = months_held_by_feed(
            self.ground.slices, {"street-crime": self.cut.facts["forces"]}
        )
        self.definitions: Mapping[str, Sequence[str]] = self.cut.facts.get("classes", {})
        self.protecting = Protecting(self, today) if today else None

    def cube(
        self,
        name: str,
        *,
        split: tuple[str, ...] = (),
        where: Mapping[str, str] | None = None,
        period: Period | None = None,
    ) -> Cube:
        """Measures and releases one cube; nothing is kept yet."""
        from vrn.problem.thresholds import rests_on_linkage
        from vrn.release.catalogue import find_measure

        asked = partial(self.exactly, name, split=split, where=where, period=period)
        others = self._at_thresholds(asked) if rests_on_linkage(find_measure(name)) else ()
        return self.released(asked(), others)

    def _at_thresholds(self, asked: Callable[..., Measured]) -> tuple[Threshold, ...]:
        """The same question at the other thresholds of linkage; none without a trained model."""
        from vrn.problem.thresholds import THRESHOLDS, tables_at
        from vrn.release.ranging import Threshold

        held = {name: tables_at(self.tables, name) for name in THRESHOLDS}
        return tuple(
            Threshold(
                name=name,
                measured=asked(tables=tables),
                lattice_of=self.protecting.lattice_at(name, tables),
            )
            for name, tables in held.items()
            if tables and self.protecting
        )

    def exactly(
        self,
        name: str,
        *,
        split: tuple[str, ...] = (),
        where: Mapping[str, str] | None = None,
        period: Period | None = None,
        tables: Tables | None = None,
    ) -> Measured:
        """Measures one table of the cut, or of `tables`; its cells are for the release alone."""
        from vrn.problem.measuring import measure as measure_exactly
        from vrn.release.catalogue import find_measure

        return measure_exactly(
            find_measure(name),
            tables or self.tables,
            split=split,
            where=where or {},
            period=period,
            residents_edition=self.partnership.residents,
            months_held=self.months_held,
            definitions=self.definitions,
            begins=begun_again(self.partnership),
        )

    def released(self, measured: Measured, thresholds: Sequence[Threshold] = ()) -> Cube:
        """A measured table as a cube of figures of this cut."""
        from vrn.release.making import release

        protection = self.protecting.protection() if self.protecting else None
        return release(
            measured,
            ground=self.ground,
            whole=self.partnership.area,
            feeds=self.feeds_of(measured),
            protection=protection,
            thresholds=thresholds,
        )

    def feeds_of(self, measured: Measured) -> list[str]:
        """The feeds that a measured table was read from, each with the start of its slices."""
        vintage = self.partnership.small_area_vintage
        return [feed for table in measured.tables for feed in _feeds_of(table, vintage)]

    def supply_cubes(self) -> tuple[Cube, ...]:
        """Rows read and rows held back of each supply, released: for everybody the open ones.

        Where closed data may leave, of all of them, for the partners.
        """
        from vrn.problem.supplies import measure_supplies

        supplies = [each for each in self.cut.supplies if each["id"] in self.shown_supplies]
        measured = measure_supplies(supplies, read_for="partners" if self.protecting else "")
        return tuple(self.released(each) for each in measured)

    @property
    def shown_supplies(self) -> Mapping[str, Mapping[str, Any]]:
        """The supplies that a publication may name: open ones, or all where closed may leave."""
        from vrn.release.lanes import is_open

        held = self.ground.supplies
        return held if self.protecting else {id_: f for id_, f in held.items() if is_open([f])}

    def table(self, name: str) -> pl.DataFrame:
        """A whole table of the cut, for the small ones."""
        import polars as pl

        return pl.read_parquet(list(self.tables[name]))

    def residents_label(self) -> str:
        """The edition of residents as sentences name it: "census-2021" -> "Census 2021"."""
        return _edition_label(self.partnership.residents)

    def ages_label(self) -> str:
        """The edition that age shares are of, as sentences name it: "Mid 2020"."""
        from vrn.problem.residents import edition_with_ages

        return _edition_label(edition_with_ages(self.tables, self.partnership.residents))

    def record(self, cubes: Iterable[Cube]) -> None:
        """Keeps cubes in the register, signed."""
        from vrn.release.recording import record_cubes
        from vrn.release.signing import read_private_key

        record_cubes(
            self.partnership.released,
            cubes,
            supplies=self.ground.supplies,
            key=read_private_key(self.partnership.private_key),
        )


def _edition_label(edition: str) -> str:
    return edition.replace("-", " ").capitalize()


_FEEDS: Mapping[str, Sequence[str]] = {
    "offences": ("street-crime",),
    "police_offences": ("police-offences", "police-people"),
    "police_people": ("police-offences", "police-people"),
    "attendances": ("ae-attendances", "postcode-sectors"),
    "injuries": ("police-offences", "police-people", "ae-attendances", "postcode-sectors"),
    "callouts": ("ambulance",),
    "admissions": ("hospital-admissions",),
    "neighbourhoods": ("police-neighbourhoods",),
    "residents_by_ethnic_group": ("residents-by-ethnic-group",),
    "rural_urban": ("rural-urban",),
}


def _feeds_of(table: str, vintage: str) -> Sequence[str]:
    """The feeds behind a table of the cut, each with the start of the slices that it reads."""
    if table == "areas":
        return ("area-changes", f"boundaries:small area {vintage}")
    return _FEEDS.get(table, (table,))
