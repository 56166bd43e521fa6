"""A page's bytes depend on its notice and its place in the job: not on chunks, not on when, not on how often."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from printjob.compose import programs
from printjob.compose.chunk import ChunkDone, _composer, compose_chunk
from printjob.compose.chunkfile import chunk_path, read_index
from printjob.compose.finish import finish_job
from printjob.errors import BugFound
from printjob.model.record import Fitted, Prepared
from tests.compose.invented import JOB, land, notice, several_notices, write_run


def job_bytes(run: str) -> tuple[bytes, bytes, bytes]:
    """All page objects, print.pdf and sheets.jsonl of the one job."""
    work = Path(run) / "work" / JOB
    chunks = sorted(work.glob("c*.part"))
    files = finish_job(run, JOB)
    objects = b"".join(path.read_bytes()[: read_index(path).objects_bytes] for path in chunks)
    return objects, files.print_pdf.read_bytes(), files.sheets.read_bytes()


@pytest.mark.parametrize("size", [2, 3, 500])
def test_chunks_of_any_size_give_the_same_bytes(tmp_path: Path, size: int) -> None:
    single, other = write_run(tmp_path / "a", several_notices(), 1), write_run(tmp_path / "b", several_notices(), size)
    for chunk in reversed(range(6)):
        compose_chunk(single, JOB, chunk)
    for chunk in range(-(-6 // size)):
        compose_chunk(other, JOB, chunk)
    first, second = job_bytes(single), job_bytes(other)
    assert first[0] == second[0]
    assert first[1:] == second[1:]


def test_programs_that_were_forgotten_are_made_again_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, forgotten = (write_run(tmp_path / name, several_notices()) for name in "ab")
    compose_chunk(kept, JOB, 0)
    _composer.cache_clear()
    monkeypatch.setattr(programs, "_MOST_KNOWN", 1)
    compose_chunk(forgotten, JOB, 0)
    assert job_bytes(kept) == job_bytes(forgotten)


def test_a_finished_chunk_is_not_written_again(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", several_notices())
    done = compose_chunk(run, JOB, 0)
    path = chunk_path(Path(run) / "work" / JOB, 0)
    before = path.stat()
    assert compose_chunk(run, JOB, 0) == done == ChunkDone(chunk=0, pages=20, sheets=10)
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [child.name for child in path.parent.iterdir()] == ["c0000.part"]


TOO_LONG = ("1" * 30, "1", "1", "", "", "")
NOT_ASCII = ("1", "1", "１", "", "", "")
TOO_FEW = ("1",)
TOO_MANY = ("1", "1", "1", "", "", "", "")


@pytest.mark.parametrize(
    "broken",
    [
        notice(7, values=TOO_LONG),
        notice(7, values=NOT_ASCII),
        notice(7, values=TOO_FEW),
        notice(7, values=TOO_MANY),
        notice(7, name=Fitted(0, ("一行", "二行"))),
        notice(7, name=Fitted(9, ("無",))),
        notice(7, bars="1234"),
        notice(7, [land(1, Fitted(1, ("一", "二", "三")))]),
    ],
    ids=[
        "too long",
        "not ASCII",
        "too few values",
        "too many values",
        "too many lines",
        "unknown fit",
        "broken bars",
        "too many lines in a row",
    ],
)
def test_what_admission_must_have_held_is_a_bug_and_leaves_no_file(tmp_path: Path, broken: Prepared) -> None:
    run = write_run(tmp_path / "run", [notice(6), broken])
    with pytest.raises(BugFound) as caught:
        compose_chunk(run, JOB, 0)
    assert (caught.value.faults[0].id, caught.value.faults[0].record) == ("PJ-1701-E", 7)
    assert not list((Path(run) / "work").rglob("*.part*"))


def test_a_rare_cluster_without_a_code_is_a_bug(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", several_notices())
    path = Path(run) / "plan" / f"{JOB}.json"
    plan = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**plan, "codes": {}}))
    with pytest.raises(BugFound, match="rare cluster"):
        compose_chunk(run, JOB, 0)


def test_another_record_than_planned_is_a_bug(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [notice(1), notice(2)])
    store = Path(run) / "records" / "d0000-p00000.rec"
    record = msgspec.msgpack.encode(notice(1))
    store.write_bytes(record + record)
    with pytest.raises(BugFound, match="not the planned one"):
        compose_chunk(run, JOB, 0)
