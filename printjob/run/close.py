"""The end of a run: its outcome into the ledger in one transaction, then deliveries to their places and receipts to the outbox.

The ledger decides; what is moved afterwards is moved again by the next call if this one is stopped in between.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import numpy as np

from printjob.admit.part import faults_path
from printjob.admit.prepare import BARCODE_REASONS
from printjob.durable import write_json, write_whole
from printjob.errors import Fault
from printjob.intake.inbox import folder_name, stored_name
from printjob.intake.receipt import receipt, receipt_text
from printjob.model.piece import JobPlan, State
from printjob.run.admission import Admission, Taken, accepted_parts, without_barcode
from printjob.run.begin import Frozen, manifest_hash
from printjob.run.calendar.days import wrong_days
from printjob.run.codes import codes_printed
from printjob.run.home import Home, make_private
from printjob.run.ledger import DeliveryEntry, JobEntry, Ledger, NoticeRow
from printjob.run.planning import Planned
from printjob.run.receive import Received
from printjob.run.summary import Summary

_BLOCK_ROWS = 10_000
_TOLD_OF_A_DELIVERY = 20
_CODE_TWICE = "PJ-1214-E"
_EXCEPTION_APPLIED = "PJ-1309-I"


def summarise(frozen: Frozen, received: Received, admission: Admission, planned: Planned) -> Summary:
    """The run's summary, its balances proven."""
    counts = [_counts(seq, taken, admission) for seq, taken in received.deliveries.items()]
    summary = Summary(
        run=frozen.run,
        received=sum(one["received"] for one in counts),
        quarantined=sum(one["quarantined"] for one in counts),
        held=sum(one["held"] for one in counts),
        pulled=sum(one["pulled"] for one in counts),
        notices=sum(one["notices"] for one in counts),
        pieces=sum(job.pieces for job in planned.jobs),
        sheets=sum(job.sheets for job in planned.jobs),
        pages=sum(job.pages for job in planned.jobs),
        jobs=tuple(job.job for job in planned.jobs),
    )
    refused = any(not taken.accepted for taken in received.deliveries.values())
    # A refused delivery whose manifest is unreadable counts no records, yet the night must not end as if nothing were wrong.
    exit_code = 4 if refused and summary.prepared_exit == 0 else summary.prepared_exit
    return msgspec.structs.replace(summary, exit=exit_code).balanced()


def refusals(frozen: Frozen, received: Received) -> Iterator[Fault]:
    """Why deliveries are refused, the first faults of each, placed by its folder in the inbox; its receipt has all of them."""
    for seq, taken in received.deliveries.items():
        one = frozen.deliveries[seq]
        for fault in taken.faults[:_TOLD_OF_A_DELIVERY]:
            yield msgspec.structs.replace(fault, file=f"{one.municipality}/{one.folder}/{fault.file}")


def _counts(seq: int, taken: Taken, admission: Admission) -> dict[str, int]:
    """A delivery's balance: received = notices + quarantined + held + pulled; a refused one is quarantined whole."""
    if not taken.accepted:
        return {
            "received": taken.checked.records,
            "notices": 0,
            "quarantined": taken.checked.records,
            "held": 0,
            "pulled": 0,
        }
    states = np.bincount(admission.rows["state"][admission.rows["delivery"] == seq], minlength=len(State))
    return {
        "received": taken.checked.records,
        "notices": int(states[State.ADMITTED]),
        "quarantined": int(states[State.QUARANTINED]),
        "held": int(states[State.HELD]),
        "pulled": int(states[State.PULLED]),
    }


def record(
    ledger: Ledger,
    run: Path,
    frozen: Frozen,
    received: Received,
    admission: Admission,
    planned: Planned,
    summary: Summary,
) -> None:
    """Write the receipts beside the run, then the whole outcome into the ledger."""
    faults = {seq: faults_of(run, seq, taken, admission) for seq, taken in received.deliveries.items()}
    bare = without_barcode(received.deliveries, admission)
    for seq, taken in received.deliveries.items():
        days = wrong_days(run, _campaign(received, seq)) if taken.accepted else []
        _write_receipt(run, frozen, received, seq, taken, _counts(seq, taken, admission), [*days, *faults[seq]], bare[seq])
        _write_exceptions(run, seq, faults[seq])
    ledger.finish(
        frozen.run,
        "prepared" if planned.jobs else "refused",
        msgspec.json.encode(summary),
        [_entry(seq, taken, frozen, received, admission) for seq, taken in received.deliveries.items()],
        [_job(job) for job in planned.jobs],
        _notices(frozen.run, admission, planned, faults),
        codes_printed(run, accepted_parts(received.deliveries), received.series(), admission.rows["state"] == State.ADMITTED),
    )


def faults_of(run: Path, seq: int, taken: Taken, admission: Admission) -> list[Fault]:
    """All faults of a delivery, record faults in record order; duplicates are known only to the whole run."""
    if not taken.accepted:
        return taken.faults
    decoder = msgspec.json.Decoder(Fault)
    found = [
        fault for part in taken.parts for fault in decoder.decode_lines(faults_path(run, seq, part.part).read_bytes())
    ]
    doubled = [(admission.rows[index], fault) for index, fault in sorted(admission.duplicates.items())]
    aside = [
        Fault(id=fault, record=int(row["number"]), line=int(row["line"]), field="" if fault == _CODE_TWICE else "notice_number")
        for row, fault in doubled
        if row["delivery"] == seq
    ]
    unprinted = {fault.record for fault in aside}
    found = [fault for fault in found if fault.id != _EXCEPTION_APPLIED or fault.record not in unprinted] + aside
    return sorted(found, key=lambda fault: (fault.record, fault.line, fault.column))


def _entry(seq: int, taken: Taken, frozen: Frozen, received: Received, admission: Admission) -> DeliveryEntry:
    counts = _counts(seq, taken, admission)
    return DeliveryEntry(
        seq=seq,
        municipality=frozen.deliveries[seq].municipality,
        folder=frozen.deliveries[seq].folder,
        digest=taken.checked.digest,
        campaign=_campaign(received, seq),
        state="accepted" if taken.accepted else "refused",
        records=counts["received"],
        admitted=counts["notices"],
        held=counts["held"],
        quarantined=counts["quarantined"],
        pulled=counts["pulled"],
        amount_yen=taken.checked.manifest.total_amount_yen if taken.checked.manifest else 0,
    )


def _campaign(received: Received, seq: int) -> str:
    which = received.campaign_of[seq]
    return received.campaigns[which].plan.key if which >= 0 else ""


def _job(job: JobPlan) -> JobEntry:
    return JobEntry(
        job=job.job, run=job.run, municipality=job.municipality, campaign=job.campaign, profile=job.profile, pieces=job.pieces, sheets=job.sheets,
        pages=job.pages, first_piece=job.first_piece, last_piece=job.last_piece, state="prepared", product=job.mail.product, office=job.mail.office,
        indicia=job.mail.indicia,
    )  # fmt: skip


def _notices(run: str, admission: Admission, planned: Planned, faults: dict[int, list[Fault]]) -> Iterator[NoticeRow]:
    """One ledger row a record of the accepted deliveries, in blocks so that the parent stays small."""
    first_fault: dict[tuple[int, int], str] = {}
    for seq, found in faults.items():
        for fault in found:
            first_fault.setdefault((seq, fault.record), fault.id)
    jobs = [job.job for job in planned.jobs]
    for start in range(0, len(admission.rows), _BLOCK_ROWS):
        block = slice(start, start + _BLOCK_ROWS)
        columns = (admission.rows[name][block].tolist() for name in ("delivery", "number", "line", "notice", "state"))
        places = zip(planned.piece_of_row[block].tolist(), planned.job_of_row[block].tolist(), strict=True)
        for (seq, number, line, notice, state), (piece, job) in zip(zip(*columns, strict=True), places, strict=True):
            why = "" if state == State.ADMITTED else first_fault.get((seq, number), "")
            yield (
                run,
                seq,
                number,
                line,
                notice.decode(),
                State(state).name.lower(),
                why,
                piece,
                jobs[job] if piece else "",
            )


def _write_receipt(
    run: Path,
    frozen: Frozen,
    received: Received,
    seq: int,
    taken: Taken,
    counts: dict[str, int],
    faults: Iterable[Fault],
    bare: Mapping[str, int],
) -> None:
    which = received.campaign_of[seq]
    name = received.campaigns[which].municipality_name if which >= 0 else ""
    told = receipt(
        taken.checked,
        run=frozen.run,
        municipality_name=name,
        accepted=taken.accepted,
        counts=counts,
        faults=list(faults),
        without_barcode=[(reason, meaning, bare[reason]) for reason, meaning in BARCODE_REASONS.items() if bare.get(reason)],
    )
    write_json(run / f"receipt-{seq:04d}.json", told)
    write_whole(run / f"receipt-{seq:04d}.txt", receipt_text(told).encode())


def _write_exceptions(run: Path, seq: int, faults: Iterable[Fault]) -> None:
    """The exceptions that a delivery's records were printed by, for the audit log."""
    applied = [fault for fault in faults if fault.id == _EXCEPTION_APPLIED]
    if applied:
        write_whole(run / _applied_file(seq), b"".join(msgspec.json.encode(fault) + b"\n" for fault in applied))


def _applied_file(seq: int) -> str:
    return f"exceptions-{seq:04d}.jsonl"


def settle(home: Home, ledger: Ledger) -> None:
    """Move every delivery of a finished run out of the inbox and put its receipt into the outbox. Safe to repeat.

    A folder that bears another manifest than the run took is a new delivery under an old name: it stays for the next run.
    """
    for run, entry in ledger.unsettled():
        source = home.inbox / entry.municipality / folder_name(entry.folder)
        room = home.accepted if entry.state == "accepted" else home.quarantine
        stored = f"{run}-{stored_name(entry.folder)}"
        target = room / entry.municipality / stored
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = msgspec.json.decode(ledger.frozen(run), type=Frozen).deliveries[entry.seq]
        if source.exists() and not target.exists() and manifest_hash(source) == taken.manifest_sha256:
            shutil.move(source, target)
            make_private(target)
        outbox = home.outbox / entry.municipality
        outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        for suffix in ("json", "txt"):
            content = (home.runs / run / f"receipt-{entry.seq:04d}.{suffix}").read_bytes()
            write_whole(outbox / f"{stored}-receipt.{suffix}", content)
        applied = home.runs / run / _applied_file(entry.seq)
        if applied.exists():
            write_whole(home.audit / f"{run}-{entry.municipality}-{applied.name}", applied.read_bytes())
        ledger.settle(run, entry.seq)
