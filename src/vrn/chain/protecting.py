"""What closed data needs to leave: the approval, the lattices of the cut, the log of findings."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from vrn.chain.measuring import Measuring
    from vrn.problem.measure import Tally
    from vrn.problem.places import Tables
    from vrn.release.headline.lattice import Lattice
    from vrn.release.headline.shelf import Shelf
    from vrn.release.making import Protection

FINDINGS, LATTICES = "findings.jsonl", "lattices"


class Protecting:
    """The lattices of one cut, each made once and kept beside the rows, never with the figures."""

    def __init__(self, measuring: Measuring, today: date) -> None:
        self.measuring = measuring
        self.today = today
        self._shelves: dict[str, Shelf] = {}

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
        from vrn.release.approvals import HEADLINE_SHAPES

        self._check_approved(HEADLINE_SHAPES)
        return self._shelf().lattice_of(tally)

    @cache  # noqa: B019 - one approval a publication
    def _check_approved(self, what: str) -> None:
        from vrn.release.approvals import HEADLINE_SHAPES, check_approved
        from vrn.release.findings import digest_of_findings
        from vrn.release.headline.shapes import digest_of

        folder = self.measuring.partnership.approvals
        sha256 = digest_of() if what == HEADLINE_SHAPES else digest_of_findings()
        check_approved(folder, of=what, sha256=sha256, today=self.today)

    def lattice_at(self, threshold: str, tables: Tables) -> Callable[[Tally], Lattice]:
        """The lattices over the persons of another threshold, kept apart from those in use."""

        def lattice_of(tally: Tally) -> Lattice:
            from vrn.release.approvals import HEADLINE_SHAPES

            self._check_approved(HEADLINE_SHAPES)
            if threshold not in self._shelves:
                folder = self.measuring.partnership.store / f"{LATTICES}-{threshold}"
                shelf = replace(self._shelf(), tables=tables, folder=folder)
                self._shelves[threshold] = shelf
            return self._shelves[threshold].lattice_of(tally)

        return lattice_of

    @cache  # noqa: B019 - one shelf a publication
    def _shelf(self) -> Shelf:
        from vrn.release.headline.shelf import Shelf

        measuring = self.measuring
        return Shelf(
            folder=measuring.partnership.store / LATTICES,
            tables=measuring.tables,
            cut=measuring.cut.number,
            row_hash=measuring.cut.row_hash,
            definitions=measuring.definitions,
            texts={name: self.labels[name] for name in measuring.definitions},
            months_held=measuring.months_held,
            periods=self._periods(),
        )

    def _periods(self) -> tuple[Any, ...]:
        from vrn.chain.assessing import find_periods

        return (find_periods(self.measuring).period,)

    def _write_down(self, about: Mapping[str, object]) -> None:
        """Keeps the inputs of a finding, once the list that it is on has been approved."""
        from vrn.release import approvals
        from vrn.release.findings import check_listed
        from vrn.release.operational import add_line

        check_listed(str(about["measure"]))
        self._check_approved(approvals.FINDINGS)
        cut = {"cut": self.measuring.cut.number, "on": self.today.isoformat()}
        add_line(self.measuring.partnership.audit / FINDINGS, {**about, **cut})
