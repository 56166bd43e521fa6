"""Profiles and papers are data: the shipped ones are right, a mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.mailroom.control import control_file, read_control_layout
from printjob.mailroom.profile import read_papers, read_profile
from printjob.model.mail import Bundle
from printjob.model.piece import Sheet
from printjob.whereabouts import data_folder

SPOOL = data_folder("spool")


@pytest.mark.parametrize("path", sorted((SPOOL / "profiles").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_profile_is_named_as_its_file_and_its_papers_and_control_layout_exist(path: Path) -> None:
    profile = read_profile(path)
    assert profile.profile == path.stem
    assert set(profile.stocks.values()) <= set(read_papers(SPOOL / "papers.yaml"))
    assert (SPOOL / "control" / f"{profile.control_file}.yaml").is_file()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("most: 8", "most: 100", 8, "at most 99"),
        ("least_pieces", "leest_pieces", 10, "least_pieces is missing"),
        ("fold: C", "fold: V", 7, "expected one of"),
        ("title:", "titel:", 4, "title is missing"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_rule(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    text = (SPOOL / "profiles" / "naga3-small-jobs.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_profile(path)
    fault = refused.value.faults[0]
    assert fault.file == "mine.yaml"
    assert says in fault.detail
    assert fault.line <= line + 4


def test_an_unknown_name_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text((SPOOL / "profiles" / "hand.yaml").read_text(encoding="utf-8") + "\nprofil: x\n", encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="did you mean profile"):
        read_profile(path)


def test_the_control_file_has_a_line_for_each_sheet_and_ends_a_piece_on_its_last() -> None:
    layout = read_control_layout(SPOOL / "control" / "csv-sheet.yaml")
    sheets = [
        Sheet(
            job="20260401-01-0001",
            piece="20260401-01-0000001",
            seq=1,
            sheet=n,
            of=2,
            pages=(2 * n - 1, 2 * n),
            stock="notice",
            mark="1" * 22,
            notice=1,
            feeders=(),
            divert="",
            weight_mg=3992,
            thickness_um=88,
        )
        for n in (1, 2)
    ]
    lines = control_file(layout, sheets).decode().split("\r\n")
    assert lines[0] == "JOB,PIECE,SEQ,SHEET,OF,MARK,STOCK,END,DIVERT,FEEDERS,WEIGHT_MG,THICKNESS_UM,BUNDLE,BUNDLE_END"
    assert [line.split(",")[7] for line in lines[1:3]] == ["0", "1"]
    assert lines[3:] == [""]


def test_the_control_file_breaks_a_bundle_on_the_last_sheet_of_its_last_piece() -> None:
    layout = read_control_layout(SPOOL / "control" / "csv-sheet.yaml")
    sheets = [
        Sheet(job="20260401-01-0001", piece=f"20260401-01-{seq:07d}", seq=seq, sheet=n, of=2, pages=(1, 2), stock="notice", mark="1" * 22, notice=1,
              feeders=(), divert="", weight_mg=3992, thickness_um=88)
        for seq in (1, 2, 3)
        for n in (1, 2)
    ]  # fmt: skip
    bundles = [Bundle(number=number, start=start, stop=stop, level="mixed", district="", tray=1) for number, start, stop in ((1, 0, 2), (2, 2, 3))]
    rows = [line.split(",")[12:] for line in control_file(layout, sheets, bundles).decode().split("\r\n")[1:-1]]
    assert rows == [["1", "0"], ["1", "0"], ["1", "0"], ["1", "1"], ["2", "0"], ["2", "1"]]
    assert {tuple(line.split(",")[12:]) for line in control_file(layout, sheets).decode().split("\r\n")[1:-1]} == {("0", "0")}
