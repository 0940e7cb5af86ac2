"""What closed data needs to leave: the approval, the lattices of the cut, the log of findings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vrn.chain.measuring import Measuring
    from vrn.problem.measure import Tally
    from vrn.release.headline.lattice import Lattice
    from vrn.release.making import Protection

FINDINGS = "findings.jsonl"


class Protecting:
    """The lattices of one cut, each made once and kept beside the rows, never with the figures."""

    def __init__(self, measuring: Measuring, today: date) -> None:
        self.measuring = measuring
        self.today = today
        self.lattice_of = cache(self._lattice_of)

    def protection(self) -> Protection:
        """What the release needs; the approval is asked for when the first lattice is."""
        from vrn.release.making import Protection

        return Protection(
            lattice_of=self._approved_lattice_of,
            write_down=self._write_down,
            definitions=self.labels,
        )

    @property
    def labels(self) -> dict[str, str]:
        """Each definition of the cut as provenance names it, by its id."""
        facts = self.measuring.cut.facts.get("definitions", {})
        return {
            name: f"{name} version {each['version']} ({each['sha256'][:12]})"
            for name, each in facts.items()
        }

    def _approved_lattice_of(self, tally: Tally) -> Lattice:
        self._check_approved()
        where = tuple(sorted((name, tuple(codes)) for name, codes in tally.where.items()))
        is_defined = "definition" in tally.dimensions
        return self.lattice_of(tally.unit, where, is_defined)

    @cache  # noqa: B019 - one approval a publication
    def _check_approved(self) -> None:
        from vrn.release.approvals import HEADLINE_SHAPES, check_approved
        from vrn.release.headline.shapes import digest_of

        folder = self.measuring.partnership.approvals
        check_approved(folder, of=HEADLINE_SHAPES, sha256=digest_of(), today=self.today)

    def _lattice_of(
        self, unit: str, where: tuple[tuple[str, tuple[str, ...]], ...], is_defined: bool
    ) -> Lattice:
        from vrn.release.headline.kept import KeptLattices, key_of

        facts = self._facts_of(unit, where, is_defined)
        name = key_of(unit=unit, where=where, is_defined=is_defined)[:16]
        kept = KeptLattices(self.measuring.partnership.store / "lattices" / name)
        key = key_of(**facts)
        found = kept.find(key)
        if found is None:
            found = self._build(unit, dict(where), is_defined, former=kept.standing())
            kept.keep(key, found)
        return found

    def _facts_of(self, unit: str, where: object, is_defined: bool) -> dict[str, object]:
        from vrn.release.headline.shapes import digest_of

        return {
            "unit": unit,
            "where": where,
            "is_defined": is_defined,
            "rows": self.measuring.cut.row_hash,
            "periods": [str(period) for period in self._periods()],
            "shapes": digest_of(),
            "definitions": self.labels,
        }

    def _build(
        self, unit: str, where: dict[str, tuple[str, ...]], is_defined: bool, *, former: Any
    ) -> Lattice:
        import polars as pl

        from vrn.problem.headline import headline_rows
        from vrn.problem.months import held_for
        from vrn.problem.units import unit_of_tally
        from vrn.release.headline.lattice import build_lattice

        measuring, own = self.measuring, unit_of_tally(unit)
        rows = headline_rows(measuring.tables, unit, where=where)
        definitions = measuring.definitions if is_defined else {}
        if is_defined:
            held = sorted({each for classes in definitions.values() for each in classes})
            rows = rows.filter(pl.col("definition_class").is_in(held))
        else:
            rows = rows.with_columns(definition_class=pl.lit(""))
        return build_lattice(
            rows,
            unit=unit,
            cut=measuring.cut.number,
            definitions=definitions,
            months_held=held_for(own.feeds, measuring.months_held),
            periods=self._periods(),
            counts_persons=own.person is not None,
            texts={name: self.labels[name] for name in definitions},
            former=former,
        )

    def _periods(self) -> tuple[Any, ...]:
        from vrn.chain.assessing import find_periods

        return (find_periods(self.measuring).period,)

    def _write_down(self, about: Mapping[str, object]) -> None:
        from vrn.release.operational import add_line

        cut = {"cut": self.measuring.cut.number, "on": self.today.isoformat()}
        add_line(self.measuring.partnership.audit / FINDINGS, {**about, **cut})
