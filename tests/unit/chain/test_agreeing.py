"""Agreements of a folder, from draft to deletion, as the command and the site call them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.unit.work.made_requests import offences
from vrn import chain
from vrn.sharing.agreements.states import MoveError, State
from vrn.sharing.fault import TextError
from vrn.sharing.store import Store
from vrn_demo.agreements import fill, write_agreements

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)
UNDER = "police-offences"
POLICE, NETWORK = "The police force of the area", "The violence reduction network"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


@pytest.fixture
def signed(folder: Path) -> Path:
    write_agreements(folder)
    return folder


def state_of(folder: Path, under: str = UNDER, today: date = TODAY) -> State:
    (found,) = [o for o in chain.list_agreements(folder, today=today) if o.agreement.id == under]
    return found.standing.state


def sign(folder: Path, name: str, organisation: str, today: date = TODAY) -> State:
    return chain.sign_agreement(
        folder, UNDER, name=name, organisation=organisation, role="lead", today=today
    ).state


def send(folder: Path, today: date = TODAY, count: int = 3) -> object:
    path = folder / "offences.csv"
    path.write_bytes(offences(count))
    return chain.receive(folder, path, under=UNDER, today=today)


def rewrite(folder: Path, old: str, new: str, under: str = UNDER) -> None:
    path = folder / "agreements" / f"{under}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_folder_is_told_what_to_fill_in_and_open_data_is_in_force(folder: Path) -> None:
    faults = chain.check_agreements(folder, today=TODAY)
    assert {name for name, found in faults.items() if found} == {
        f"{name}.toml"
        for name in (
            *("police-offences", "police-people", "ambulance-calls", "ae-attendances"),
            *("ae-attendances-ecds", "hospital-admissions", "hospital-episodes"),
            *("injury-surveillance-general", "injury-surveillance-infirmary"),
            *("school-absence", "school-exclusions", "youth-justice", "probation"),
            "assaults-treated",
        )
    }
    told = " ".join(faults["police-people.toml"])
    for words in ("post to write to", "shared mailbox", "area is blank", "dpia is blank"):
        assert words in told
    assert "signatures are lacking" in told
    assert (state_of(folder), state_of(folder, "deprivation-2025")) == ("draft", "in force")


def test_a_text_with_blanks_cannot_be_signed_and_nothing_is_received(folder: Path) -> None:
    with pytest.raises(TextError, match="cannot be signed: the post to write to"):
        sign(folder, "Amina Marsh", POLICE)
    receipt = send(folder)
    assert not receipt.is_accepted  # type: ignore[attr-defined]
    assert "its text has faults" in receipt.to_text()  # type: ignore[attr-defined]


def test_from_draft_to_a_file_that_is_received(folder: Path) -> None:
    path = folder / "agreements" / f"{UNDER}.toml"
    path.write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert sign(folder, "Amina Marsh", POLICE) == "draft"
    assert not send(folder).is_accepted  # type: ignore[attr-defined]
    assert sign(folder, "Tom Ashby", NETWORK) == "in force"
    with pytest.raises(MoveError, match="in force cannot become signed"):
        sign(folder, "Lee Wold", NETWORK)
    assert send(folder).is_accepted  # type: ignore[attr-defined]


def test_the_demonstrations_agreements_lack_nothing_and_are_signed_by_two(signed: Path) -> None:
    faults = chain.check_agreements(signed, today=TODAY)
    assert {name: found for name, found in faults.items() if found} == {}
    assert {one.standing.state for one in chain.list_agreements(signed, today=TODAY)} == {
        State.IN_FORCE
    }


def test_editing_a_signed_text_stops_the_feed_and_is_said_aloud(signed: Path) -> None:
    rewrite(signed, "tolerance = 0.01", "tolerance = 0.02")
    assert state_of(signed) == "draft"
    told = chain.check_agreements(signed, today=TODAY)[f"{UNDER}.toml"]
    assert "editing it made it a draft again" in " ".join(told)
    assert "editing it made it a draft again" in send(signed).to_text()  # type: ignore[attr-defined]
    with pytest.raises(TextError, match="version 1 was signed as another text"):
        sign(signed, "Amina Marsh (made up)", POLICE)
    rewrite(signed, "version = 1", "version = 2")
    assert sign(signed, "Amina Marsh (made up)", POLICE) == "draft"
    assert sign(signed, "Tom Ashby (made up)", NETWORK) == "in force"


def test_a_party_withdraws_and_nothing_more_is_received(signed: Path) -> None:
    def withdraw(organisation: str = POLICE, why: str = "The force has left.") -> State:
        return chain.withdraw_agreement(
            signed,
            UNDER,
            name="Amina Marsh",
            organisation=organisation,
            role="data steward",
            why=why,
            today=TODAY,
        ).state

    with pytest.raises(TextError, match="Nobody is no party of it"):
        withdraw("Nobody")
    with pytest.raises(TextError, match="why are all needed"):
        withdraw(why=" ")
    assert withdraw() == "withdrawn"
    assert "The force has left." in send(signed).to_text()  # type: ignore[attr-defined]
    assert chain.ended_agreements(signed, today=TODAY) == {UNDER: TODAY}
    with pytest.raises(MoveError, match="withdrawn cannot become withdrawn: only draft"):
        withdraw()


def test_an_expired_agreement_receives_nothing_and_its_supplies_come_due(signed: Path) -> None:
    receipt = send(signed)
    assert receipt.is_accepted  # type: ignore[attr-defined]
    after = date(2040, 1, 1)
    late = send(signed, after, count=4)
    assert "in_force_to = 2039-12-31" in late.to_text()  # type: ignore[attr-defined]
    assert chain.ended_agreements(signed, today=after)[UNDER] == date(2039, 12, 31)
    assert chain.list_due(signed, today=date(2031, 6, 2)) == ()
    (due,) = chain.list_due(signed, today=date(2031, 6, 3))
    assert (due.receipt, due.clause) == (receipt.id, "keep_months = 84")  # type: ignore[attr-defined]
    assert Store.read(signed / "store").live_receipts(), "a list deletes nothing"


def test_nothing_is_due_where_nothing_was_received(signed: Path) -> None:
    assert chain.list_due(signed, today=date(2090, 1, 1)) == ()


def test_a_review_whose_day_is_over_is_told(signed: Path) -> None:
    told = chain.check_agreements(signed, today=date(2039, 1, 1))[f"{UNDER}.toml"]
    assert told == ("the day for its review, 2038-12-31, is over",)


def test_texts_that_cannot_be_read_are_told_and_hide_no_other(signed: Path) -> None:
    texts = signed / "agreements"
    (texts / "broken.toml").write_text("id = 3\n", encoding="utf-8")
    rewrite(signed, 'feed = "police-people"', 'feed = "poverty"', "police-people")
    copied = (texts / f"{UNDER}.toml").read_text(encoding="utf-8")
    (texts / "twice.toml").write_text(copied, encoding="utf-8")
    found = chain.check_agreements(signed, today=TODAY)
    assert "id is to be a text" in " ".join(found["broken.toml"])
    assert "there is no feed 'poverty'" in " ".join(found["police-people.toml"])
    assert f"the flow '{UNDER}' stands in {UNDER}.toml too" in found["twice.toml"]
    assert "police-people" not in {
        o.agreement.id for o in chain.list_agreements(signed, today=TODAY)
    }


# --- several flows in one text -------------------------------------------------------------------


def join_flows(folder: Path) -> None:
    """The two texts of the police as one of two flows."""
    texts = folder / "agreements"
    parts = []
    of_flow = ("feed", "mapping", "gateways", "identifiability", "linkage", "period_from")
    head = ""
    for name in (UNDER, "police-people"):
        text = fill((texts / f"{name}.toml").read_text(encoding="utf-8"))
        columns = "columns = [" + text.partition("columns = [")[2].partition("]")[0] + "]"
        lines = [line for line in text.splitlines() if line.startswith(of_flow)]
        title = next(line for line in text.splitlines() if line.startswith("title"))
        flow = [f'id = "{name}"', title, 'gateway = "Two Acts"', *lines, columns]
        parts.append("\n".join(["[[flows]]", *flow, ""]))
        (texts / f"{name}.toml").unlink()
        kept = text.replace(columns, "").partition('gateway = """')
        rest = kept[2].partition('"""')[2]
        top = (kept[0] + rest).splitlines()
        gone = (*of_flow, "id =", "title", "tolerance")
        head = "\n".join(line for line in top if not line.startswith(gone))
    shared, _, parties = head.partition("[[parties]]")
    shared = f'id = "police"\ntitle = "Recorded crime"\n{shared}'
    (texts / "police.toml").write_text(
        "\n".join([shared, *parts, f"[[parties]]{parties}"]), encoding="utf-8"
    )


def test_a_file_is_sent_under_a_flow_of_a_text_that_holds_several(folder: Path) -> None:
    join_flows(folder)
    for name, house in (("Amina Marsh", POLICE), ("Tom Ashby", NETWORK)):
        sign(folder, name, house)
    assert (folder / "signatures" / "police.toml").is_file()
    assert (state_of(folder), state_of(folder, "police-people")) == ("in force", "in force")
    assert send(folder).is_accepted  # type: ignore[attr-defined]
    assert chain.explain_agreement(folder, "police-people").title.startswith("Victims")
    with pytest.raises(chain.NotReadyError, match=r"no agreement 'police'.*police-offences"):
        chain.explain_agreement(folder, "police")
