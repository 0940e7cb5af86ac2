"""The list of findings is closed, and is every measure of closed data that leaves as one."""

from __future__ import annotations

import polars as pl
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


@pytest.mark.parametrize(
    ("value", "printed", "decimals"), [(168.34, 168.0, 0), (16.834, 16.8, 1), (1.6834, 1.7, 1)]
)
def test_a_finding_is_printed_with_the_digits_that_it_has(value, printed, decimals) -> None:
    from vrn.problem.estimating import answer
    from vrn.problem.measure import Measured
    from vrn.release.findings import find
    from vrn.terms import CountTable

    measure = catalogue()["serious_violence_district_dispersion"]
    measured = Measured(
        measure=measure, split=(), where=(), period=None, labels={}, tables=(),
        table=CountTable(answer(value=value)),
        behind=CountTable(pl.DataFrame({"what": ["offences"], "events": [400]})),
    )  # fmt: skip
    found = find(measured, {"value": value, "lower": None, "upper": None})
    assert (found.value, found.decimals) == (printed, decimals)
