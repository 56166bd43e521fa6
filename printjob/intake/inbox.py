"""The inbox (受付フォルダ): which deliveries are waiting, always in the same order.

``inbox/<municipality>/<delivery>/`` with ``manifest.json`` in it is a delivery; without it the sender is still writing, and so it is
while the folder's name begins with a dot. A delivery
whose manifest cannot be read has no business date and waits for any night, so that its refusal is not put off.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import msgspec

from printjob.errors import DataRefused
from printjob.intake.manifest import MANIFEST_NAME, read_manifest


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery in the inbox: the municipality whose folder it lies in, its folder, its business date if readable.

    ``delivery`` is the folder's name as :func:`written_name` gives it.
    """

    municipality: str
    delivery: str
    folder: str
    business_date: date | None


_MOST_BYTES_OF_A_NAME = 150
"""File systems take 255: room is left for the run before it, the kind of file behind it, and a temporary name."""


def written_name(name: str) -> str:
    """A folder's name as ledger, messages and receipts can carry it: itself, or its bytes in hex behind ``%``.

    Senders' programs write names in Shift_JIS, with line breaks or escape sequences; no such name may stop a night.

    >>> written_name("令和8年 当初"), written_name(os.fsdecode(b"\\x82\\xa0")), written_name("a\\nb")
    ('令和8年 当初', '%82a0', '%610a62')
    """
    plain = name.replace("　", "").isprintable() and not name.startswith("%")
    return name if plain else f"%{os.fsencode(name).hex()}"


def folder_name(written: str) -> str:
    """The name of the folder that :func:`written_name` wrote so."""
    return os.fsdecode(bytes.fromhex(written[1:])) if written.startswith("%") else written


def stored_name(written: str) -> str:
    """The written name as a part of a file's name; one that is too long for that is told by its hash."""
    raw = written.encode("utf-8")
    return written if len(raw) <= _MOST_BYTES_OF_A_NAME else f"%{hashlib.sha256(raw).hexdigest()[:32]}"


def waiting(home: Path, on_or_before: date, municipality: str | None = None) -> list[Waiting]:
    """Deliveries to take on this date, ordered by municipality, business date and folder name."""
    inbox = home / "inbox"
    found = [
        _waiting(manifest.parent)
        for manifest in inbox.glob(f"*/*/{MANIFEST_NAME}")
        if municipality in (None, manifest.parent.parent.name) and not manifest.parent.name.startswith(".")
    ]
    due = [one for one in found if one.business_date is None or one.business_date <= on_or_before]
    return sorted(due, key=lambda one: (one.municipality, one.business_date or date.min, one.delivery))


def _waiting(folder: Path) -> Waiting:
    try:
        business_date = read_manifest(folder / MANIFEST_NAME).business_date
    except DataRefused:
        business_date = None
    return Waiting(
        municipality=folder.parent.name,
        delivery=written_name(folder.name),
        folder=str(folder),
        business_date=business_date,
    )
