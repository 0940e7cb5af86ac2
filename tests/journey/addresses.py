"""An example of every address of the site, found in a published folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.journey.planted import RECEIPTS, REQUESTS
from tests.journey.signing_in import ANALYST, BOARD_MEMBER
from tests.unit.web.made_up_exchange import HELD_FOR_WORD
from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.register import CubeEntry, Released

VIOLENCE = "violence_and_sexual_offences"
NOWHERE = "/nowhere/"
# Addresses that take what a page sends, and show nothing.
POSTED = {
    *("begin_upload", "add_piece", "finish_upload", "drop_upload"),
    *("mapping_text", "ask_pairs", "finish_pairs"),
}
# Addresses of one session alone; test_mapping_and_pairs.py looks at them.
POSTED |= {"map_asked", "pairs"}
# Addresses for people who have signed in, each with the role in which it is looked at.
READERS = {
    "account": BOARD_MEMBER,
    "password": BOARD_MEMBER,
    "sign_out": BOARD_MEMBER,
    "files": ANALYST,
    "agreements": ANALYST,
    "agreement": ANALYST,
    "choose_agreement": ANALYST,
    "send_file": ANALYST,
    "work_request": ANALYST,
    "receipt": ANALYST,
    "make_edition": ANALYST,
    "scorecards": ANALYST,
    "scorecard": ANALYST,
    "scorecard_csv": ANALYST,
    "scorecard_letter": ANALYST,
    "history": ANALYST,
    "give_word": ANALYST,
    "choose_mapping": ANALYST,
    "map_file": ANALYST,
    "choose_pairs": ANALYST,
    "violence": BOARD_MEMBER,
    "violence_csv": BOARD_MEMBER,
    "assessment": BOARD_MEMBER,
    "assessment_section": BOARD_MEMBER,
    "assessment_part": BOARD_MEMBER,
    "assessment_edition": BOARD_MEMBER,
    "assessment_file": BOARD_MEMBER,
    "assessment_changed": BOARD_MEMBER,
    "supplied_table": BOARD_MEMBER,
    "supplied_csv": BOARD_MEMBER,
    "questions": BOARD_MEMBER,
    "questions_section": BOARD_MEMBER,
    "questions_part": BOARD_MEMBER,
    "questions_edition": BOARD_MEMBER,
    "questions_file": BOARD_MEMBER,
    "questions_changed": BOARD_MEMBER,
}


@dataclass(frozen=True)
class Published:
    """What a published folder holds of one document that an address can name."""

    edition: str
    chapters: tuple[str, ...]
    register: Released


def read_published(folder: Path, name: str = "profile") -> Published:
    """The current edition of one of the folder's documents, with its chapters and the register."""
    home = folder / "published" / name
    edition = (home / "current").read_text(encoding="ascii").strip()
    plain = json.loads((home / edition / "document.json").read_text(encoding="utf-8"))
    blocks = plain["document"]["blocks"]
    chapters = [one["key"] for one in blocks if one["type"] == "heading" and one["level"] == 1]
    register = open_released(folder / "released", folder / "release.pub")
    return Published(edition, ("key-findings", *chapters), register)


def example_addresses(folder: Path) -> dict[str, tuple[str, ...]]:
    """For each name of the URL conf, addresses that stand for every state of its page."""
    published, assessment, questions = (
        read_published(folder, name) for name in ("profile", "assessment", "questions")
    )
    figures = example_figures(published.register)
    files = f"/profile/files/{published.edition}"
    return {
        "home": ("/",),
        "profile": ("/profile/",),
        "profile_section": tuple(f"/profile/{key}/" for key in published.chapters),
        "profile_changed": ("/profile/changed/",),
        "assessment_changed": ("/assessment/changed/",),
        "questions_changed": ("/questions/changed/",),
        "profile_part": (f"/profile/parts/{published.chapters[-1]}/",),
        "profile_edition": (f"/profile/editions/{published.edition}/",),
        "profile_file": tuple(
            f"{files}/{name}"
            for name in ("profile.pdf", "profile.docx", "profile.html", "document.json")
        ),
        "assessment": ("/assessment/",),
        "assessment_section": tuple(
            f"/assessment/{key}/" for key in ("executive-summary", *assessment.chapters)
        ),
        "assessment_part": ("/assessment/parts/bridge-table/",),
        "assessment_edition": (f"/assessment/editions/{assessment.edition}/",),
        "assessment_file": tuple(
            f"/assessment/files/{assessment.edition}/assessment.{ending}"
            for ending in ("pdf", "docx")
        ),
        "questions": ("/questions/",),
        "questions_section": tuple(
            f"/questions/{key}/" for key in ("executive-summary", *questions.chapters)
        ),
        "questions_part": ("/questions/parts/explanations-table/",),
        "questions_edition": (f"/questions/editions/{questions.edition}/",),
        "questions_file": tuple(
            f"/questions/files/{questions.edition}/questions.{ending}" for ending in ("pdf", "docx")
        ),
        "violence": ("/violence/", *choices(assessment.register)),
        "violence_csv": ("/violence/by-month.csv", "/violence/left-out-table.csv?age=under+25"),
        "dashboard": ("/dashboard/", "/dashboard/?measure=x&split=y", *views(published.register)),
        "cube_csv": (f"/cubes/{VIOLENCE}.csv?split=month",),
        "figure": tuple(f"/figures/{one}/" for one in figures),
        "figure_json": (f"/figures/{figures[0]}.json",),
        "figure_csv": (f"/figures/{figures[0]}.csv",),
        "supply": tuple(f"/supplies/{one}/" for one in published.register.supplies()[:2]),
        "supplied_tables": ("/tables/",),
        "supplied_table": ("/tables/assaults-treated/?area=Leicester",),
        "supplied_csv": ("/tables/assaults-treated.csv",),
        "methods": ("/methods/",),
        "method": (f"/methods/{VIOLENCE}_rate/",),
        "sign_in": ("/sign-in/", "/sign-in/?next=/files/"),
        "sign_out": ("/sign-out/",),
        "account": ("/account/", "/account/?changed=yes"),
        "password": ("/account/password/",),
        "files": ("/files/",),
        "agreements": ("/files/agreements/",),
        "agreement": ("/files/agreements/police-offences/",),
        "choose_agreement": ("/files/send/", "/files/send/?send=yes"),
        "send_file": ("/files/send/police-offences/",),
        # Without looking again by itself, which would end the check in the middle.
        "work_request": tuple(f"/files/requests/{one}/?still=yes" for one in REQUESTS),
        "receipt": tuple(f"/files/receipts/{one}/" for one in RECEIPTS),
        "make_edition": ("/files/edition/",),
        "scorecards": ("/files/scorecards/",),
        "scorecard": (
            "/files/scorecards/police-offences/",
            "/files/scorecards/police-offences/?month=2024-05",
        ),
        "scorecard_csv": ("/files/scorecards/police-offences.csv",),
        "scorecard_letter": ("/files/scorecards/police-offences/letter.txt?month=2024-04",),
        "history": ("/files/history/",),
        "choose_mapping": ("/files/map/",),
        "map_file": ("/files/map/police-offences/",),
        "choose_pairs": ("/files/pairs/", "/files/pairs/?finished=yes"),
        "give_word": (f"/files/receipts/{HELD_FOR_WORD}/word/",),
        "about": ("/about/",),
        "accessibility": ("/accessibility/",),
        "health": ("/health",),
        "robots": ("/robots.txt",),
        "brand": ("/brand.css",),
        "icon": ("/icon.svg",),
    }


def choices(register: Released) -> tuple[str, ...]:
    """States of the dashboard of serious violence: another definition, a district, a wrong area."""
    split = ("definition", "age_group", "district")
    cube = register.cube_by_sha(newest(register, "serious_violence", split).sha256)
    district = cube.figures[0].code_of("district")
    return (
        f"/violence/?definition=duty-2023&age=under+25&area=district:{district}",
        f"/violence/?area=district:{district}&period=month:2021-06",
        "/violence/?period=year:2020/21",
        "/violence/?area=nowhere",
    )


def example_figures(register: Released) -> tuple[str, ...]:
    """A figure with an interval that a document uses, and one of a month without a file."""
    rate = newest(register, f"{VIOLENCE}_rate", ())
    months = register.cube_by_sha(newest(register, VIOLENCE, ("month",)).sha256).figures
    blank = [figure.id for figure in months if not figure.is_shown]
    return (register.cube_by_sha(rate.sha256).only.id, *blank[:1])


def newest(register: Released, measure: str, split: tuple[str, ...]) -> CubeEntry:
    """The entry of that shape with the latest period."""
    found = [one for one in register.entries() if (one.measure, one.split) == (measure, split)]
    return max(found, key=lambda entry: entry.period)


def views(register: Released) -> tuple[str, ...]:
    """One dashboard address for each split that was released, and one with a filter."""
    first = {entry.split: entry for entry in register.entries()}
    shown = [
        f"/dashboard/?measure={entry.measure}&split={','.join(split)}"
        for split, entry in first.items()
    ]
    cube = register.cube_by_sha(newest(register, VIOLENCE, ("district", "month")).sha256)
    district = cube.figures[0].code_of("district")
    return (*shown, f"/dashboard/?measure={VIOLENCE}&split=month&where=district={district}")
