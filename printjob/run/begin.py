"""The start of a run: which deliveries it takes, frozen in the ledger, or the run that was stopped and goes on (design 4.6).

Late arrivals belong to the next run. A stopped run goes on with the deliveries it froze; where settings, fonts or the program have
changed since, it starts afresh under the same id, because half a run by other rules would mix two kinds of bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import Path
from typing import NoReturn

import msgspec

from printjob.durable import write_json
from printjob.errors import EnvironmentAtFault, Fault, NothingToDo
from printjob.intake.inbox import Waiting, folder_name, waiting
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder


class FrozenDelivery(msgspec.Struct, frozen=True):
    """A delivery as it was when the run began."""

    municipality: str
    folder: str
    manifest_sha256: str


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is bound to from its start: ``run.json``."""

    run: str
    business_date: dt.date
    municipality: str
    deliveries: tuple[FrozenDelivery, ...]
    fingerprint: dict[str, str]


def begin(home: Home, ledger: Ledger, order: NightOrder, marks: dict[str, str], runs: Path) -> Frozen:
    """The run to work on, its folder ready under ``runs``. ``NothingToDo`` (``PJ-1901-I``) when no delivery waits."""
    frozen = _stopped(home, ledger, order, marks, runs) or _new(home, ledger, order, marks, runs)
    for name in ("records", "rows", "faults", "forms", "plan", "postage", "work", "jobs"):
        (runs / frozen.run / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_json(runs / frozen.run / "run.json", frozen)
    return frozen


def _stopped(home: Home, ledger: Ledger, order: NightOrder, marks: dict[str, str], runs: Path) -> Frozen | None:
    found = ledger.open_run()
    if found is None:
        return None
    frozen = msgspec.json.decode(found[2], type=Frozen)
    if frozen.business_date != order.business_date or frozen.municipality != (order.municipality or ""):
        ledger.forget(frozen.run)
        shutil.rmtree(runs / frozen.run, ignore_errors=True)
        return None
    changed = [
        one.folder
        for one in frozen.deliveries
        if manifest_hash(home.inbox / one.municipality / folder_name(one.folder)) != one.manifest_sha256
    ]
    if changed:
        give_up(ledger, runs, frozen.run, changed)
    if frozen.fingerprint != marks:
        shutil.rmtree(runs / frozen.run, ignore_errors=True)
        frozen = msgspec.structs.replace(frozen, fingerprint=marks)
        ledger.refreeze(frozen.run, msgspec.json.encode(frozen))
    return frozen


def give_up(ledger: Ledger, runs: Path, run: str, changed: list[str]) -> NoReturn:
    """End a run whose deliveries are no longer those it began with; told once, the next call begins with what is there then."""
    ledger.forget(run)
    shutil.rmtree(runs / run, ignore_errors=True)
    raise EnvironmentAtFault(*(Fault(id="PJ-1409-E", file=folder) for folder in changed))


def _new(home: Home, ledger: Ledger, order: NightOrder, marks: dict[str, str], runs: Path) -> Frozen:
    found = waiting(home.folder, order.business_date, order.municipality)
    if not found:
        raise NothingToDo(Fault(id="PJ-1901-I", detail=order.business_date.isoformat()))
    frozen = Frozen(
        run=ledger.next_run(order.business_date.isoformat()),
        business_date=order.business_date,
        municipality=order.municipality or "",
        deliveries=tuple(_freeze(one) for one in found),
        fingerprint=marks,
    )
    shutil.rmtree(runs / frozen.run, ignore_errors=True)
    ledger.start(frozen.run, order.business_date.isoformat(), msgspec.json.encode(frozen))
    return frozen


def _freeze(one: Waiting) -> FrozenDelivery:
    return FrozenDelivery(one.municipality, one.delivery, manifest_hash(Path(one.folder)))


def manifest_hash(folder: Path) -> str:
    """The sha256 of a delivery's manifest as it is now, empty when there is none or it cannot be read: such a delivery is
    refused, and no neighbour waits for it.
    """
    try:
        return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        return ""
