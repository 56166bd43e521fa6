"""A list of bundles that says anything else than the sheets, the plan or the barcodes is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from printjob.model.mail import Bundle, MailClass
from printjob.model.piece import JobPlan, piece_id
from printjob.model.runfolder import job_folder, read_job_plan
from printjob.typefaces.locate import font_path
from printjob.verify.bundles import verify_bundles
from printjob.verify.job import verify_job
from tests.verify.small_run import JOB, finished, make_run

SORTED = MailClass(product="sorted", title="区分割引", kind="sorted", indicia="plain", office="見本中央郵便局")
HEADING = "JOB,BUNDLE,TRAY,LEVEL,DISTRICT,FIRST_PIECE,LAST_PIECE,PIECES,PRODUCT,OFFICE,INDICIA"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished job of 11 pieces; its customer barcodes say postal codes of anywhere."""
    folder = make_run(tmp_path_factory.mktemp("tied"))
    finished(folder)
    return folder


def tied(run: Path, *levels: tuple[int, str, str, int]) -> JobPlan:
    """The plan with bundles of (pieces, level, district, tray)."""
    bundles, start = [], 0
    for number, (pieces, level, district, tray) in enumerate(levels, start=1):
        bundles.append(Bundle(number=number, start=start, stop=start + pieces, level=level, district=district, tray=tray))
        start += pieces
    return msgspec.structs.replace(read_job_plan(run, JOB), mail=SORTED, bundles=tuple(bundles))


def written(plan: JobPlan) -> list[str]:
    """The file's lines, made by another hand than the program's."""
    of_mail = f"{plan.mail.product},{plan.mail.office},{plan.mail.indicia}"
    return [HEADING] + [
        f"{plan.job},{one.number},{one.tray},{one.level},{one.district},{piece_id(plan.run, plan.first_piece + one.start)},"
        f"{piece_id(plan.run, plan.first_piece + one.stop - 1)},{one.stop - one.start},{of_mail}"
        for one in plan.bundles
    ]


def found(run: Path, plan: JobPlan, lines: list[str], tmp_path: Path) -> list[str]:
    (tmp_path / "sheets.jsonl").write_bytes((job_folder(run, JOB) / "sheets.jsonl").read_bytes())
    (tmp_path / "bundles.csv").write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    faults = verify_bundles(plan, tmp_path)
    assert {fault.id for fault in faults} <= {"PJ-1512-E"}
    return [fault.detail for fault in faults]


def test_a_true_list_has_no_faults(run: Path, tmp_path: Path) -> None:
    plan = tied(run, (5, "district", "070", 1), (3, "two-digits", "07", 1), (3, "mixed", "", 2))
    assert found(run, plan, written(plan), tmp_path) == []


def _edited(line: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    def edit(lines: list[str]) -> list[str]:
        assert old in lines[line]
        return [text.replace(old, new, 1) if at == line else text for at, text in enumerate(lines)]

    return edit


@pytest.mark.parametrize(
    "change",
    [
        _edited(1, ",1,1,district", ",2,1,district"), _edited(1, "district,070", "district,07"), _edited(1, ",070,", ",080,"), _edited(2, "two-digits", "mixed"),
        _edited(1, ",5,sorted", ",6,sorted"), _edited(3, ",2,mixed", ",3,mixed"), _edited(3, ",plain", ",local"), _edited(1, "見本中央", "見本東"),
        _edited(0, "TRAY", "BIN"), lambda lines: lines[:-1], lambda lines: [*lines, lines[-1]], lambda lines: [lines[0], *reversed(lines[1:])],
        lambda lines: [line.replace("0000044", "0000045") for line in lines], lambda lines: [*lines[:1], *lines[2:]], lambda _: ["\0"],
    ],
)  # fmt: skip
def test_any_other_list_is_found(run: Path, tmp_path: Path, change: Callable[[list[str]], list[str]]) -> None:
    plan = tied(run, (5, "district", "070", 1), (3, "two-digits", "07", 1), (3, "mixed", "", 2))
    lines = change(written(plan))
    assert lines != written(plan)
    assert found(run, plan, lines, tmp_path)


def test_a_local_piece_in_a_mixed_bundle_is_found(run: Path, tmp_path: Path) -> None:
    plan = tied(run, (11, "mixed", "", 1))
    plan = msgspec.structs.replace(plan, mail=msgspec.structs.replace(SORTED, kind="local"))
    assert found(run, plan, written(plan), tmp_path) == ["a bundle of one district's rate is not one district's"]


def test_a_list_without_bundles_and_bundles_without_a_list_are_found(run: Path, tmp_path: Path) -> None:
    plan = tied(run, (11, "mixed", "", 1))
    assert found(run, read_job_plan(run, JOB), [HEADING], tmp_path)
    (tmp_path / "bundles.csv").unlink()
    assert len(verify_bundles(plan, tmp_path)) == 1


def test_a_piece_whose_barcode_says_another_district_is_found_in_a_whole_job(run: Path) -> None:
    """Of the job's 11 pieces those that bear a barcode are named: none of their codes begins with 999."""
    path = run / "plan" / f"{JOB}.json"
    before = path.read_bytes()
    plan = tied(run, (11, "district", "999", 1))
    try:
        path.write_bytes(msgspec.json.encode(plan))
        (job_folder(run, JOB) / "bundles.csv").write_bytes("".join(f"{line}\r\n" for line in written(plan)).encode())
        faults = verify_job(run, JOB, pictures=0, font_source=font_path)
    finally:
        path.write_bytes(before)
        (job_folder(run, JOB) / "bundles.csv").unlink()
    assert {fault.id for fault in faults if fault.file.endswith("bundles.csv") and fault.record} == {"PJ-1512-E"}
    assert len([fault for fault in faults if fault.record]) == 10
