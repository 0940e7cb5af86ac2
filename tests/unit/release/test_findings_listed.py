"""The list of findings is closed, and is every measure of closed data that leaves as one."""

from __future__ import annotations

import pytest

from vrn.problem.measure import Estimate, tallies_of
from vrn.problem.units import UNITS
from vrn.release.catalogue import catalogue
from vrn.release.findings import FINDINGS, check_listed, digest_of_findings
from vrn.release.lanes import NoLaneError


def test_every_estimate_from_the_agencies_rows_is_on_the_list() -> None:
    closed = {
        "police_offences",
        "police_people",
        "attendances",
        "callouts",
        "injuries",
        "admissions",
    }
    estimates = {
        name
        for name, measure in catalogue().items()
        if isinstance(measure, Estimate) and UNITS[tallies_of(measure)[0].unit].table in closed
    }
    assert estimates
    assert estimates <= set(FINDINGS)
    assert set(FINDINGS) <= set(catalogue())


def test_what_is_not_on_the_list_does_not_leave() -> None:
    check_listed("repeat_share")
    with pytest.raises(NoLaneError, match="'longest_absence' is on no approved list"):
        check_listed("longest_absence")


def test_another_list_has_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_of_findings()
    monkeypatch.setattr("vrn.release.findings.FINDINGS", (*FINDINGS, "longest_absence"))
    assert digest_of_findings() != before
