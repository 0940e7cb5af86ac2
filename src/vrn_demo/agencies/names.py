"""Names and nominal ids of made-up people, and how clerks write them.

The names are invented: each forename and surname is put together from parts that sound like those
of several origins, and none is taken from a list of people.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.people import MALE

if TYPE_CHECKING:
    from vrn_demo.agencies.people import People

_FORENAMES = {
    MALE: [
        *("Aldric", "Bevrin", "Corvan", "Dastan", "Edrik", "Ferrin", "Gavrel", "Harlen", "Istvar"),
        *("Jorvik", "Kestan", "Lomund", "Marrek", "Nevand", "Orrin", "Pellan", "Quenby", "Rostam"),
        *("Sorley", "Tarvin", "Ulmar", "Vostan", "Wendrik", "Yorath", "Zarven", "Amrindal"),
        *("Harvesh", "Jaspal-Dev", "Kirandeep", "Manvesh", "Navdal", "Rajvin", "Sukhdal", "Tajvir"),
        *("Adewin", "Babasola", "Chidwen", "Kwabran", "Oludare", "Temiton", "Yawsen", "Zbisław"),
        *("Mirosz", "Darék", "Andrej-Lu", "José-Ren", "Luís", "Søvren", "Björven", "Hamzad"),
        *("Idrisan", "Yusran", "Khalden", "Bilvar", "Faroun", "Zaydin", "Omarel", "Thuan-Li"),
    ],
    1 - MALE: [
        *("Alvira", "Brisa", "Calwen", "Dovina", "Elstra", "Fenna", "Gwenda", "Hestra", "Isolwen"),
        *("Jorana", "Kirsa", "Lunetta", "Merrin", "Nolwen", "Orla-May", "Perrine", "Quilla"),
        *("Rhosyn", "Sefira", "Tamsel", "Ursola", "Vessa", "Wrenna", "Ysolde", "Zennor"),
        *("Amarjin", "Harpreel", "Jasvinda", "Kuldeesh", "Manjula-Dev", "Navreen", "Parmila"),
        *("Rupvinder", "Simrel", "Adaeza", "Bolanwe", "Chiamara", "Folasha", "Ngozira", "Yetundra"),
        *("Agnieza", "Bożmira", "Danutka", "Krystana", "Zofira", "Renée-Lu", "Inês", "Åsilda"),
        *("Aminara", "Fatimel", "Hafsana", "Khadrija", "Maryamel", "Nooran", "Saminda", "Linh-Mai"),
    ],
}
_STEMS = (
    *("Quill", "Brand", "Tans", "Oxwith", "Ferrow", "Lindriv", "Marlsp", "Thornw", "Copper"),
    *("Wexholl", "Sallowd", "Hatherm", "Pinn", "Gilders", "Ashmarr", "Netherq", "Starv", "Coldw"),
    *("Dunmall", "Everspr", "Bhattan", "Chandrel", "Dosanvi", "Kalyanp", "Mistrav", "Sandhav"),
    *("Adeyom", "Okonwel", "Mensark", "Kowalen", "Nowicz", "Szczepal", "Łukasen", "Dąbrel"),
    *("Hussanv", "Rahmel", "Choudrin", "Begumar", "Siddal", "O'Tarr", "MacFenn", "de Orr"),
)
_ENDINGS = ("ey", "low", "sby", "ow", "ic", "an", "er", "ara", "ell", "mere")


@dataclass(frozen=True)
class Named:
    """Forename, surname and nominal id of each person; `second_id` is empty for most."""

    forename: np.ndarray
    surname: np.ndarray
    nominal: np.ndarray
    second_id: np.ndarray


SHARE_TWO_IDS = 0.15
"""Persons, of all, whom the force holds under two numbers (ours)."""
UNDER_SECOND_ID = 0.5
"""Rows of such a person that bear the second number."""
SHARED_IDS = 0.001
"""Persons, of all, who bear somebody else's nominal id."""


def name_everybody(people: People, rng: np.random.Generator) -> Named:
    """A name and a nominal id for each person; ids are imperfect for a few."""
    count = people.count
    sex = people.sex
    forename = np.empty(count, dtype=object)
    for one, pool in _FORENAMES.items():
        here = np.flatnonzero(sex == one)
        forename[here] = np.array(pool, dtype=object)[rng.integers(len(pool), size=len(here))]
    surnames = np.array([stem + ending for stem in _STEMS for ending in _ENDINGS], dtype=object)
    surname = surnames[rng.integers(len(surnames), size=count)]
    double = np.flatnonzero(rng.random(count) < 0.03)
    other = surnames[rng.integers(len(surnames), size=len(double))]
    surname[double] = [f"{a}-{b}" for a, b in zip(surname[double], other, strict=True)]
    ids = 1_000_000 + rng.permutation(4_000_000)[: 2 * count]
    nominal = np.array([f"N{one}" for one in ids[:count].tolist()], dtype=object)
    second = np.full(count, "", dtype=object)
    two = np.flatnonzero(rng.random(count) < SHARE_TWO_IDS)
    second[two] = [f"N{one}" for one in ids[count:][two].tolist()]
    borrowers = rng.permutation(count)[: 2 * round(SHARED_IDS * count)].reshape(2, -1)
    nominal[borrowers[0]] = nominal[borrowers[1]]
    return Named(forename, surname, nominal, second)


def write_untidily(names: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Names as several clerks write them: capitals, no accents, blanks too many, one letter off."""
    habit = rng.random(len(names))
    return [_write(name, one) for name, one in zip(names.tolist(), habit.tolist(), strict=True)]


def _write(name: str, habit: float) -> str:
    """One name in one of the ways; most are written as they are, or in capitals."""
    ways = (
        (0.30, name.upper()),
        (0.34, strip_accents(name)),
        (0.36, f"{name} "),
        (0.38, name.lower()),
        (0.385, name.replace("-", " - ").replace(" ", "  ")),
        (0.393, name[:-1]),
        (0.996, name),
    )
    return next((way for up_to, way in ways if habit < up_to), "")


def strip_accents(name: str) -> str:
    """The name without its accents."""
    plain = unicodedata.normalize("NFKD", name).replace("ł", "l").replace("Ł", "L")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
