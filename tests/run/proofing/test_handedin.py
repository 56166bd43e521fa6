"""``verify`` reads the delivered lines again: a delivery that says something else than was printed is found."""

from __future__ import annotations

from pathlib import Path

from printjob.run.proofing.handedin import deliveries_of
from printjob.run.verification import verify_named
from tests.run.nights import Night, copied


def test_a_finished_night_agrees_with_what_was_handed_in(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    run = reference.run.name
    assert reference.jobs
    assert verify_named(home, run, 4) == [(job.name, []) for job in reference.jobs]
    delivered = deliveries_of(home, run)
    assert delivered
    assert all(one.files and one.format_file.exists() for one in delivered.values())


def test_a_delivered_line_that_says_something_else(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    run = reference.run.name
    for one in deliveries_of(home, run).values():
        for path in one.files:
            path.write_bytes(path.read_bytes().translate(bytes.maketrans(b"56789", b"65798")))
    assert {fault.id for _, faults in verify_named(home, run, 4) for fault in faults} == {"PJ-1502-E"}


def test_a_delivery_that_is_gone_is_not_compared(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    run = reference.run.name
    for path in home.accepted.glob("*/*/manifest.json"):
        path.unlink()
    assert deliveries_of(home, run) == {}
