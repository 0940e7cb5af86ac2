"""The catalogue gathers every measure under its own name; a wrong name is answered by near ones."""

from __future__ import annotations

import pytest

from vrn.problem.catalogue import UnknownMeasureError
from vrn.publish.profile.plan import OF_EACH_RUN, TOPS, WATCHED
from vrn.release.catalogue import catalogue, find_measure


def test_every_measure_stands_under_its_own_name() -> None:
    assert catalogue()
    assert {name: measure.indicator.name for name, measure in catalogue().items()} == {
        name: name for name in catalogue()
    }


def test_every_measure_says_what_a_reader_must_know() -> None:
    for name, measure in catalogue().items():
        said = measure.indicator
        for part in (said.title, said.definition, said.rationale, said.unit, said.method):
            assert part.strip(), name
        assert said.source.strip(), name
        assert said.caveats.strip(), name
        assert said.decimals >= 0, name


def test_what_the_profile_is_planned_from_is_there() -> None:
    wanted = {*OF_EACH_RUN, "residents", "share_under_25", *WATCHED}
    wanted |= {f"{name}_{kind}" for name in WATCHED for kind in ("rate", "change")}
    wanted |= {f"{name}_concentration_{top}" for name in WATCHED for top in TOPS}
    wanted |= {f"{name}_deprivation_ratio" for name in WATCHED}
    assert wanted <= set(catalogue())


def test_a_measure_is_found_by_name() -> None:
    assert find_measure("robbery").indicator.title == catalogue()["robbery"].indicator.title


def test_a_name_that_is_nearly_right_gets_the_right_one() -> None:
    with pytest.raises(UnknownMeasureError, match=r"no measure 'robery'; try one of: .*robbery"):
        find_measure("robery")


def test_a_name_like_no_other_gets_a_few_of_what_there_is() -> None:
    with pytest.raises(UnknownMeasureError, match=r"try one of: [a-z_]+, [a-z_]+"):
        find_measure("zzzzzzzzzzzz")


def test_the_catalogue_is_not_changed_by_a_reader() -> None:
    with pytest.raises(TypeError):
        catalogue()["mine"] = catalogue()["robbery"]  # type: ignore[index]
