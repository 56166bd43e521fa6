"""Whatever a sender's folder is called and whatever stands in the manifest's place, the other municipalities' night goes on."""

from __future__ import annotations

import os
from pathlib import Path

from tests.run.nights import CITY, VILLAGE, batch, contents, deliver, fresh_home

NAMES = [b"\x8cA\x92\xe8", "固定　資産 (1)".encode(), b"a\nb\x1b[31m", b"%41", b"x" * 240]
"""Shift_JIS, blanks, a line break and an escape sequence, our own mark for hex, longer than a receipt's name may be."""


def test_deliveries_in_folders_of_every_name(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    for seed, name in enumerate(NAMES, 1):
        folder = deliver(home, VILLAGE, 2, seed).folder
        folder.rename(folder.parent / os.fsdecode(name))
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["notices"]) == (0, 2 * len(NAMES))
    assert not list(home.inbox.glob("*/*"))
    assert len(list(home.accepted.glob("*/*"))) == len(NAMES)
    assert len(contents(home.outbox)) == 2 * len(NAMES)
    assert "\x1b" not in outcome.stderr


def test_a_folder_in_the_place_of_a_manifest_stops_nobody_else(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 3)
    (home.inbox / VILLAGE / "odd" / "manifest.json").mkdir(parents=True)
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["notices"]) == (4, 3)
    assert "PJ-1101-E" in outcome.stderr
    assert [path.name for path in home.quarantine.glob("*/*")] == ["20260401-01-odd"]
