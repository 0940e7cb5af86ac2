"""`vrn agreements`: lists, checks, explains, signs, withdraws and lists what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vrn import chain
from vrn_cli.app import app
from vrn_demo.agreements import fill, write_agreements

if TYPE_CHECKING:
    from pathlib import Path

POLICE, NETWORK = "The police force of the area", "The violence reduction network"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


def run(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that is said."""
    result = CliRunner().invoke(app, ["agreements", *words, "--in", str(folder)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def sign(folder: Path, name: str, house: str) -> tuple[int, str]:
    who = ("--as", name, "--organisation", house, "--role", "lead", "--today", "2024-06-03")
    return run(folder, "sign", "police-offences", *who)


def test_a_new_folder_is_listed_and_checked(folder: Path) -> None:
    code, listed = run(folder, "list", "--today", "2024-06-03")
    assert code == 0
    lines = {line.split()[0]: line for line in listed.splitlines()}
    assert "draft" in lines["police-people"]
    assert "in force" in lines["deprivation-2025"]
    code, checked = run(folder, "check")
    assert code == 1
    assert "- area is blank: what its rows are of, in words" in checked
    assert "43 texts checked, 14 with faults." in checked


def test_two_people_sign_and_one_party_withdraws(folder: Path) -> None:
    path = folder / "agreements" / "police-offences.toml"
    code, said = sign(folder, "Amina Marsh", POLICE)
    assert (code, "cannot be signed" in said) == (1, True)
    path.write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8")
    code, said = sign(folder, "Amina Marsh", POLICE)
    assert code == 0
    assert f"police-offences is draft: signatures are lacking: {NETWORK}." in said
    assert "police-offences is in force." in sign(folder, "Tom Ashby", NETWORK)[1]
    listed = run(folder, "list", "--today", "2039-12-30")[1]
    assert "364 days ago      in 1 day  Offences recorded by the police" in listed
    who = ("--as", "Tom Ashby", "--organisation", NETWORK, "--role", "lead", "--why", "It is over")
    code, said = run(folder, "withdraw", "police-offences", *who, "--today", "2024-07-01")
    assert code == 0
    assert "police-offences is withdrawn: The violence reduction network withdrew it" in said
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert "(edited since it was signed)" in run(folder, "list", "--today", "2024-07-02")[1]


def test_an_agreement_is_explained_in_plain_words(folder: Path) -> None:
    code, said = run(folder, "explain", "police-people")
    assert code == 0
    assert "How long it is kept\n  84 months after a file was received" in said
    assert "SURNAME, personal\n    Surname.\n    token: keyed token of the name" in said
    code, said = run(folder, "explain", "police-peple")
    assert code == 1
    assert "try one of: police-people" in said


def test_signed_agreements_have_no_fault_and_nothing_is_due(folder: Path) -> None:
    write_agreements(folder)
    code, checked = run(folder, "check", "--today", "2024-06-03")
    assert (code, checked) == (0, "43 texts checked, 0 with faults.\n")
    assert run(folder, "due") == (0, "Nothing is due for deletion.\n")
