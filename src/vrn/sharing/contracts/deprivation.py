"""The English Indices of Deprivation by small area: one row is one area in one edition."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract


def _decile(domain: str, meaning: str, *, required: bool = False) -> Column:
    return Column(
        name=f"{domain}_decile",
        kind=Kind.WHOLE,
        meaning=f"{meaning}: tenth of England's small areas, 1 the most deprived.",
        required=required,
        least=1,
        most=10,
        examples=("1", "4", "10"),
    )


CONTRACT = Contract(
    feed="deprivation",
    title="Deprivation by small area",
    unit="one small area in one edition of the indices",
    slice_form="{edition}",
    key=("edition", "area_code"),
    columns=(
        Column(
            name="edition",
            kind=Kind.CODE,
            meaning="The year of the edition: 2019 uses 2011 small areas, 2025 uses those of 2021.",
            allowed=("2019", "2025"),
        ),
        Column(
            name="area_code",
            kind=Kind.CODE,
            meaning="The published code of the small area (LSOA).",
            pattern=r"^E01\d{6}$",
            form="the code of a small area in England, such as E01099001",
            examples=("E01099001", "E01099002", "E01099003"),
        ),
        Column(
            name="imd_rank",
            kind=Kind.WHOLE,
            meaning="Rank of the area in England, 1 the most deprived.",
            least=1,
            most=40_000,
            examples=("812", "15021", "30455"),
        ),
        _decile("imd", "Deprivation over all domains", required=True),
        _decile("income", "Income"),
        _decile("employment", "Employment"),
        _decile("education", "Education, skills and training"),
        _decile("health", "Health and disability"),
        _decile("crime", "Risk of crime"),
        _decile("housing", "Barriers to housing and services"),
        _decile("environment", "Living environment"),
    ),
)
