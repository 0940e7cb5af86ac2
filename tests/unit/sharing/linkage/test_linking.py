"""Records of two sources become persons by a trained model; each link is explained and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from few_people import make_records, with_parts

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.linkage import Bands, Linked, Model, link, parse_model, train_model, write_model
from vrn.sharing.linkage.answers import Answer, read_answers, read_sheet, write_answers, write_sheet
from vrn.sharing.linkage.explaining import NOT_COMPARABLE, explain
from vrn.sharing.linkage.records import linkable, records_of
from vrn.sharing.linkage.reviewing import PAIR, measure_errors, pairs_to_review, sample_pairs

RECORDS = make_records(300, 1_200, seed=11)
TRUTH = RECORDS.select("source", "record", "person")


@pytest.fixture(scope="module")
def model() -> Model:
    return train_model(RECORDS.drop("person"), seed=1)


@pytest.fixture(scope="module")
def linked(model: Model) -> Linked:
    return link(RECORDS.drop("person"), model)


def pairs_in(groups: pl.Series) -> int:
    """How many pairs of records are in one group."""
    sizes = groups.value_counts()["count"]
    return int((sizes * (sizes - 1) // 2).sum())


def test_nearly_all_records_are_given_to_the_right_person(linked: Linked) -> None:
    both = linked.persons.join(TRUTH, on=["source", "record"])
    right = pairs_in(both.select(pl.struct("cluster", "person")).to_series())
    assert right / pairs_in(both["cluster"]) > 0.93
    assert right / pairs_in(both["person"]) > 0.93


def test_no_row_is_lost_and_a_higher_threshold_makes_no_fewer_persons(linked: Linked) -> None:
    assert linked.persons.select("source", "record").equals(
        RECORDS.select("source", "record").sort("source", "record")
    )
    persons = linked.persons.select("low", "cluster", "high").n_unique
    counts = [linked.persons[name].n_unique() for name in ("low", "cluster", "high")]
    assert counts == sorted(counts)
    assert persons() >= counts[-1]


def test_the_order_of_the_rows_changes_nothing(linked: Linked, model: Model) -> None:
    shuffled = RECORDS.drop("person").sample(fraction=1, shuffle=True, seed=3)
    assert link(shuffled, model).persons.equals(linked.persons)


def test_the_same_records_and_seed_train_the_same_model(model: Model) -> None:
    again = train_model(RECORDS.drop("person"), seed=1)
    assert again.digest == model.digest
    assert parse_model(write_model(again)) == model


def test_a_model_that_was_changed_by_hand_is_refused(model: Model) -> None:
    text = write_model(model)
    for broken, words in (
        (text.replace('"linked": 0.9', '"linked": 0.8'), "was changed after it was trained"),
        (text.replace('"format": 1', '"format": 7'), "is of format 7"),
        ("{}", "is no linkage model"),
        ("not json", "cannot be read as JSON"),
    ):
        with pytest.raises(TextError, match=words):
            parse_model(broken)


def test_thresholds_rise_and_the_bands_follow_them() -> None:
    bands = Bands(linked=0.9, review=0.3, generous=0.6, cautious=0.99)
    assert [bands.band_of(p) for p in (0.95, 0.9, 0.5, 0.3, 0.1)] == [
        *("linked", "linked", "to review", "to review", "apart")
    ]
    with pytest.raises(TextError, match="rise from review"):
        Bands(linked=0.2)


def test_an_explanation_weighs_what_the_link_weighs_and_names_nobody(
    linked: Linked, model: Model
) -> None:
    words = {*RECORDS["forename"], *RECORDS["surname"], *RECORDS["nominal"]} - {None}
    for one, other, weight, probability in linked.pairs.sample(40, seed=5).iter_rows():
        found = explain(linked.profiles.table, model, one, other)
        assert found.weight == pytest.approx(weight, abs=1e-6)
        assert found.probability == pytest.approx(probability, abs=1e-9)
        for reason in found.reasons:
            assert not words & set(reason.words.split())
            assert reason.words != NOT_COMPARABLE or reason.weight == 0


def said(linked: Linked, one: int, other: int, answer: str) -> pl.DataFrame:
    """An answer about two records by their places among the persons."""
    left, right = linked.persons.row(one), linked.persons.row(other)
    word = Answer(left[0], left[1], right[0], right[1], answer, "A Steward", "2026-11-22")
    return read_answers(write_answers([word]))


def test_an_answer_undoes_a_link_and_another_makes_one_and_both_survive(
    linked: Linked, model: Model
) -> None:
    persons = linked.persons.with_columns(profile=linked.profiles.of_record).with_row_index("at")
    two = persons.group_by("cluster", maintain_order=True).agg(
        pl.first("at"), other=pl.last("at"), profiles=pl.col("profile").n_unique(), size=pl.len()
    )
    one, other = two.filter(size=2, profiles=2).select("at", "other").row(0)
    for _ in range(2):
        found = link(RECORDS.drop("person"), model, said(linked, one, other, "different")).persons
        assert found["cluster"][one] != found["cluster"][other]
    strangers = two.filter(profiles=1)["at"].head(2).to_list()
    found = link(RECORDS.drop("person"), model, said(linked, *strangers, "same")).persons
    assert found["cluster"][strangers[0]] == found["cluster"][strangers[1]]
    unsure = link(RECORDS.drop("person"), model, said(linked, one, other, "unsure")).persons
    assert unsure.equals(linked.persons)


def test_only_own_uncertain_pairs_are_asked_and_none_twice(linked: Linked, model: Model) -> None:
    wide = replace(model, bands=Bands(review=0.3, generous=0.6, linked=0.9999, cautious=0.99999))
    asked = pairs_to_review(linked, wide, source="police")
    across = pairs_to_review(linked, wide, source="police", across=["youth justice"])
    assert set(asked["source"]) | set(asked["source_other"]) <= {"police"}
    assert across.height >= asked.height
    assert asked.columns == ["probability", *PAIR, "agrees"]
    assert not asked.is_empty()
    answers = asked.head(1).with_columns(answer=pl.lit("unsure"))
    left = pairs_to_review(linked, wide, source="police", answers=answers)
    assert left.join(answers, on=PAIR).is_empty()


def test_a_sample_answered_by_who_knows_measures_false_and_missed_links(
    linked: Linked, model: Model
) -> None:
    drawn = sample_pairs(linked, model, source="police", rng=np.random.default_rng(1), size=60)
    assert drawn.filter("is_link").height == 30
    person = dict(TRUTH.filter(source="police").select("record", "person").iter_rows())
    known = [person[a] == person[b] for a, b in drawn.select("one", "other").iter_rows()]
    answers = drawn.with_columns(
        answer=pl.Series(["same" if is_one else "different" for is_one in known])
    )
    found = measure_errors(drawn, answers)
    assert found["false links"].asked == 30
    assert found["false links"].lower <= found["false links"].value <= found["false links"].upper
    assert found["false links"].value < 0.1
    assert measure_errors(drawn, answers.clear()) == {}


ASKED = pl.DataFrame(
    [("police", "C1 victim", "police", "C2 victim", "the same sex")],
    schema=[*PAIR, "agrees"],
    orient="row",
)


def test_a_sheet_comes_back_with_answers_and_the_last_word_counts() -> None:
    sheet = write_sheet(ASKED)
    assert read_sheet(sheet, asked=ASKED, by="S", on=date(2026, 11, 22)) == []
    answered = sheet.replace("sex,", "sex,Same ")
    (answer,) = read_sheet(answered, asked=ASKED, by="S", on=date(2026, 11, 22))
    assert answer == Answer("police", "C1 victim", "police", "C2 victim", "same", "S", "2026-11-22")
    later = answer._replace(answer="different")
    kept = write_answers([answer]) + write_answers([later], with_header=False)
    assert read_answers(kept)["answer"].to_list() == ["different"]
    back = write_answers([answer._replace(answer="withdrawn")], with_header=False)
    assert read_answers(kept + back).is_empty()


@pytest.mark.parametrize("sheet", ["", "pair;source;answer\n1;police;same\n"])
def test_a_sheet_that_lost_its_columns_is_not_read(sheet: str) -> None:
    with pytest.raises(TextError, match="answer the sheet as it was sent") as told:
        read_sheet(sheet, asked=ASKED, by="S", on=date(2026, 11, 22))
    assert "its columns source, one, source_other, other, what agrees, answer" in str(told.value)


def test_every_fault_of_a_sheet_is_told_at_once() -> None:
    sheet = write_sheet(ASKED).replace("sex,", "sex,perhaps") + "2,police,C8,police,C9,,same\n"
    with pytest.raises(TextError) as told:
        read_sheet(sheet, asked=ASKED, by="S", on=date(2026, 11, 22))
    assert [fault.split(":")[0] for fault in told.value.faults] == ["line 2", "line 3"]
    with pytest.raises(TextError, match="line 2: the answer is to be one of"):
        read_answers("source,one\na,b\n")


def test_feeds_of_named_people_are_told_by_their_tokens_and_rows_by_their_own_reference() -> None:
    assert "police-people" in linkable(CONTRACTS)
    assert "ambulance" not in linkable(CONTRACTS)
    rows = pl.DataFrame(
        {
            "crime_ref": ["C2", "C1", "C1"],
            "role": ["victim", "suspect", "suspect"],
            "nominal": ["n3", "n1", "n2"],
            "surname": ["a", "c", "b"],
            "age": [31, 19, 17],
            "supply": ["S"] * 3,
            "line": [2, 3, 4],
        }
    )
    found = records_of({"police-people": rows}, CONTRACTS)
    assert found.select("record", "nominal").rows() == [
        *(("C1 suspect", "n2"), ("C1 suspect #2", "n1"), ("C2 victim", "n3"))
    ]
    again = records_of({"police-people": rows.reverse().with_columns(line=9)}, CONTRACTS)
    assert again.drop("line").equals(found.drop("line"))
    assert records_of({}, CONTRACTS).is_empty()


def test_another_key_changes_no_reference() -> None:
    """Of rows that are alike in all that is clear, the one that stood first comes first."""
    rows = pl.DataFrame({"crime_ref": ["C1"] * 3, "role": ["victim"] * 3, "age": [20, 20, 9]})
    rows = rows.with_columns(supply=pl.lit("S"), line=pl.int_range(pl.len()))
    for tokens in (["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]):
        keyed = rows.with_columns(pl.Series("nominal", tokens), pl.Series("surname", tokens))
        found = records_of({"police-people": keyed}, CONTRACTS)
        order = [tokens[2], tokens[0], tokens[1]]
        assert found["record"].to_list() == ["C1 victim", "C1 victim #2", "C1 victim #3"]
        assert found["nominal"].to_list() == order


def test_few_records_without_a_single_number_are_linked_by_what_they_hold() -> None:
    people = RECORDS.drop("person", "nhs_number", "nominal", "home", "home_sector").head(60)
    found = link(people, train_model(people, seed=2))
    assert found.persons.height == 60


def test_records_of_which_no_two_are_alike_are_linked_from_a_stated_start() -> None:
    people = RECORDS.drop("person").unique("forename", keep="first", maintain_order=True).head(12)
    assert link(people, train_model(people, seed=2)).persons.height == people.height


def test_a_part_is_made_as_the_door_makes_it() -> None:
    bob = {"forename": "Bob", "surname": "Li", "born": "1999", "home": "XL1 2AB"}
    made = with_parts(pl.DataFrame([bob]))
    assert made.row(0, named=True)["forename_group"] == "ROBERT"
    assert made.row(0, named=True)["home_sector"] == "XL1 2"
