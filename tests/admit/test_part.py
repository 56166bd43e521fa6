"""A part is admitted once: rows, records and faults on disk agree, and a task that is asked for again changes nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from printjob.admit.part import Kit, PartAdmitted, RangeOrder, admit_range, faults_path, read_rows
from printjob.errors import EnvironmentAtFault, Fault
from printjob.intake.check import check_delivery
from printjob.model.piece import State
from printjob.model.record import Prepared
from printjob.model.runfolder import form_path, read_prepared, records_path
from printjob.sample.delivery import Sample
from printjob.whereabouts import data_folder
from tests.admit.preparing import CODE, form
from tests.sample.making import FIXED, SITE, make, registered

COUNT = 48


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make(tmp_path_factory.mktemp("delivery"), CODE, count=COUNT, seed=3, faults=True)


@pytest.fixture
def orders(tmp_path: Path, sample: Sample) -> list[RangeOrder]:
    """The delivery cut into several ranges, for a run folder of its own."""
    run = tmp_path / "20260401-01"
    for name in ("records", "rows", "faults", "forms"):
        (run / name).mkdir(parents=True)
    form_path(run, "campaign").write_bytes(msgspec.json.encode(form()))
    kit = Kit(
        form="campaign", format_file=str(SITE / "formats" / f"{FIXED}.yaml"), shape_file=str(data_folder("layouts") / "property-tax" / "record.yaml"),
        gaiji_file=str(data_folder("fonts") / "gaiji" / f"{CODE}.yaml"), run_kind="1", fiscal_year=2026, sheets_by_route=((1, 8), (1, 25), (1, 99)),
    )  # fmt: skip
    (file,) = check_delivery(sample.folder, registered(), range_bytes=60_000).files
    assert len(file.ranges) > 2
    return [
        RangeOrder(run=str(run), source=str(sample.folder), delivery=0, part=part, range=one, kit=kit) for part, one in enumerate(file.ranges)
    ]


def stored(orders: list[RangeOrder]) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    return np.concatenate([read_rows(Path(order.run), 0, order.part) for order in orders])


def test_rows_records_and_faults_agree(orders: list[RangeOrder], sample: Sample) -> None:
    parts = [admit_range(order) for order in orders]
    rows = stored(orders)
    assert rows["number"].tolist() == list(range(1, COUNT + 1))
    assert sum(part.counted.records for part in parts) == sum(part.rows for part in parts) == COUNT
    faults = [fault for order in orders for fault in found(order)]
    expected = {fault: records for fault, records in sample.expected.items() if fault != "PJ-1206-E"}  # known to the whole run only
    assert {fault.id: (fault.record,) for fault in faults} == expected
    states = {State.QUARANTINED: "PJ-12", State.HELD: "PJ-130", State.PULLED: "PJ-130"}
    for fault in faults:
        row = rows[fault.record - 1]
        assert fault.id.startswith(states[State(row["state"])])
        assert (row["length"], row["pages"], row["sheets"], row["by_stock"].tolist()) == (0, 0, 0, [0, 0, 0])
        assert row["notice"] != b""
    for row in rows[rows["state"] == State.ADMITTED]:
        prepared = read_prepared(Path(orders[0].run), *(int(row[name]) for name in ("delivery", "part", "offset", "length")))
        assert isinstance(prepared, Prepared)
        assert (prepared.number, prepared.line, prepared.notice.encode()) == (row["number"], row["line"], row["notice"])
        assert row["by_stock"].sum() == row["sheets"]
        assert (row["bars"], row["option"]) == (prepared.bars != "", 0)
        assert row["due"] in (0, 20260430)
    admitted = rows["state"] == State.ADMITTED
    assert sum(map(len, (at for part in parts for at in part.reasons.values()))) == (admitted & (rows["bars"] == 0)).sum()
    for part in parts:
        own = rows[rows["part"] == part.part]
        for at in part.reasons.values():
            assert not own["bars"][list(at)].any()
            assert (own["state"][list(at)] == State.ADMITTED).all()
    assert (rows["state"] == State.ADMITTED).sum() == COUNT - len({fault.record for fault in faults})


def found(order: RangeOrder) -> list[Fault]:
    return msgspec.json.Decoder(Fault).decode_lines(faults_path(Path(order.run), 0, order.part).read_bytes())


def test_a_task_asked_for_again_gives_the_same_and_writes_nothing(orders: list[RangeOrder]) -> None:
    first = [admit_range(order) for order in orders]
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in Path(orders[0].run).rglob("*")}
    again = [admit_range(order) for order in orders]
    assert again == first
    assert all(isinstance(part, PartAdmitted) for part in again)
    assert [border.values for part in again for border in part.counted.borders] == [border.values for part in first for border in part.counted.borders]
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in Path(orders[0].run).rglob("*")} == before


def test_a_task_that_was_killed_is_done_again_to_the_same_bytes(orders: list[RangeOrder]) -> None:
    admit_range(orders[0])
    run = Path(orders[0].run)
    whole = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    for note in run.glob("rows/*.done"):
        note.unlink()
    records_path(run, 0, 0).write_bytes(b"half")
    admit_range(orders[0])
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == whole


def test_bytes_that_changed_since_they_were_hashed_are_not_read(orders: list[RangeOrder], tmp_path: Path) -> None:
    order = orders[1]
    content = bytearray((Path(order.source) / order.range.file).read_bytes())
    content[order.range.start + 40] ^= 1
    (tmp_path / order.range.file).write_bytes(content)
    with pytest.raises(EnvironmentAtFault) as caught:
        admit_range(msgspec.structs.replace(order, source=str(tmp_path)))
    assert caught.value.faults == (Fault(id="PJ-1409-E", file=order.range.file),)
    assert list((Path(order.run) / "rows").iterdir()) == []


def test_a_format_with_a_kind_of_detail_line_that_the_form_has_no_block_for_is_told_before_anything_is_read(
    orders: list[RangeOrder], tmp_path: Path
) -> None:
    text = Path(orders[0].kit.format_file).read_text(encoding="utf-8")
    path = tmp_path / "variant.yaml"
    path.write_text(text.replace('codes: {"1": 土地, "2": 家屋}', 'codes: {"1": 土地, "2": 家屋, "3": 償却資産}'), encoding="utf-8")
    kit = msgspec.structs.replace(orders[0].kit, format_file=str(path))
    with pytest.raises(EnvironmentAtFault) as refused:
        admit_range(msgspec.structs.replace(orders[0], kit=kit))
    (fault,) = refused.value.faults
    assert (fault.id, fault.field) == ("PJ-1404-E", "kind")
    assert fault.detail.endswith("codes: 3")
