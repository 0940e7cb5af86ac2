"""No withheld number of the headline lane can be worked out from all that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from counting_by_hand import WHOLE, WIDE
from made_violence import made_lattice, made_rows, shown_of
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr
from working_out import LABELS, Attack, what_follows

from vrn.release.headline.former import CELL

TOLD = 1e-6


def _attack(shown: dict[tuple[str, ...], int | None], rows: object) -> Attack:
    codes = {name: tuple(rows[name].unique().sort()) for name in WHOLE[1:]}  # type: ignore[index]
    inside = {address: number for address, number in shown.items() if address[3] in LABELS}
    placed = {a: n for a, n in inside.items() if a[1] != "not placed"}
    return Attack(shown=placed, codes=codes)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_withheld_number_follows_from_what_is_shown(seed: int) -> None:
    rows = made_rows(seed=seed)
    attack = _attack(dict(shown_of(made_lattice(rows, shapes=WIDE))), rows)
    matrix = attack.prepare()
    withheld = [address for address, number in attack.shown.items() if number is None]
    left = what_follows(matrix, np.array([attack.form(address) for address in withheld]))
    assert len(withheld) > 500
    assert [withheld[n] for n in np.flatnonzero(left < TOLD)] == []


def test_the_attack_finds_what_hiding_few_alone_gives_away() -> None:
    """Without this it could find nothing for another reason."""
    rows = made_rows(seed=1)
    cells = made_lattice(rows, shapes=WIDE).cells
    naive = {
        tuple(row[:-2]): (row[-2] if row[-1] >= 10 else None)
        for row in cells.select(*CELL, "exact", "persons").rows()
    }
    attack = _attack(naive, rows)
    matrix = attack.prepare()
    withheld = [address for address, number in attack.shown.items() if number is None]
    left = what_follows(matrix, np.array([attack.form(address) for address in withheld]))
    told = np.flatnonzero(left < TOLD)
    assert len(told) > 0.3 * len(withheld)
    exact = {tuple(row[:-1]): row[-1] for row in cells.select(*CELL, "exact").rows()}
    answers = np.array(attack.answers, dtype=float)
    solved = lsmr(csr_array(matrix), answers, atol=1e-13, btol=1e-13, maxiter=50_000)[0]
    for number in told[:200].tolist():
        address = withheld[number]
        assert round(float(attack.form(address) @ solved)) == exact[address]


def test_least_and_most_of_a_withheld_number_lie_apart() -> None:
    """Counts are whole and not negative: even so no withheld number has a single value."""
    rows = made_rows(seed=1)
    attack = _attack(dict(shown_of(made_lattice(rows, shapes=WIDE))), rows)
    matrix, answers = attack.prepare(), np.array(attack.answers, dtype=float)
    withheld = [address for address, number in attack.shown.items() if number is None]
    for address in withheld[:: max(1, len(withheld) // 12)]:
        form = attack.form(address)
        least, most = (
            sign * linprog(sign * form, A_eq=matrix, b_eq=answers, bounds=(0, None)).fun
            for sign in (1, -1)
        )
        assert most - least >= 1, address
