"""Codes are compared as sorted numbers: whatever is doubled or was there in an earlier run is found, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from printjob.admit.part import CODES, PartAdmitted, codes_path
from printjob.model.delivery import Counted
from printjob.run import ledger as ledgers
from printjob.run.codes import Numbers, codes_of, codes_printed
from printjob.run.ledger import Ledger

SERIES = ["a", "b", "a"]
"""of the deliveries 0, 1, 2"""
SMALL = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), max_size=12).map(lambda codes: sorted(set(codes)))
"""codes of a part with four rows: the row's index and the number, near both ends of 64 bits"""


def number(small: int) -> int:
    return small if small < 6 else 2**64 - small


def kept(run: Path, parts: list[list[tuple[int, int]]]) -> list[PartAdmitted]:
    """One part of four rows a delivery, with these codes, as admission leaves them."""
    (run / "rows").mkdir()
    for delivery, codes in enumerate(parts):
        codes_path(run, delivery, 0).write_bytes(np.array([(row, number(code)) for row, code in codes], dtype=CODES).tobytes())
    nothing = Counted(lines=0, records=0, details=0, total_amount_yen=0, borders=())
    return [PartAdmitted(delivery=at, part=0, rows=4, counted=nothing, faults=(), rare=(), reasons={}) for at in range(len(parts))]


@given(parts=st.tuples(SMALL, SMALL, SMALL), earlier=st.lists(st.sets(st.integers(0, 12), min_size=1), max_size=3))
def test_doubled_and_known_codes_are_those_that_sets_find(parts: tuple[list[tuple[int, int]], ...], earlier: list[set[int]]) -> None:
    blocks: list[Numbers] = [np.array(sorted(map(number, block)), dtype=np.uint64) for block in earlier]
    with tempfile.TemporaryDirectory() as folder:
        found = codes_of(Path(folder), kept(Path(folder), list(parts)), SERIES, "a")
    own = [(row, code) for row, code in parts[0]] + [(row + 8, code) for row, code in parts[2]]
    doubled = {row for row, code in own if any(code == other and row != at for at, other in own)}
    assert found.doubled().tolist() == sorted(doubled)
    assert found.known(blocks).tolist() == sorted({row for row, code in own if any(code in block for block in earlier)})


def test_the_codes_of_pieces_come_back_sorted_from_the_ledger(tmp_path: Path) -> None:
    parts = kept(tmp_path, [[(0, 9), (1, 3)], [(0, 3)], [(2, 1), (3, 12)]])
    admitted = np.ones(12, dtype=np.bool_)
    admitted[11] = False
    with Ledger(":memory:") as ledger:
        ledger.start("20260401-01", "2026-04-01", b"{}")
        ledger.finish("20260401-01", "prepared", b"{}", [], [], [], codes_printed(tmp_path, parts, SERIES, admitted))
        assert {name: [block.tolist() for block in ledger.codes(name)] for name in "abc"} == {
            "a": [[number(1), number(3), number(9)]], "b": [[number(3)]], "c": [],
        }  # fmt: skip


def test_a_great_night_s_codes_stand_in_several_blocks() -> None:
    numbers = np.arange(ledgers.BLOCK_NUMBERS + 5, dtype=np.uint64) * np.uint64(3)
    with Ledger(":memory:") as ledger:
        ledger.start("20260401-01", "2026-04-01", b"{}")
        ledger.finish("20260401-01", "prepared", b"{}", [], [], [], [("a", numbers), ("b", numbers[:0])])
        assert [len(block) for block in ledger.codes("a")] == [ledgers.BLOCK_NUMBERS, 5]
        assert (np.concatenate(list(ledger.codes("a"))) == numbers).all()
        assert list(ledger.codes("b")) == []
