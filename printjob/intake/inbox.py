"""The inbox (受付フォルダ): which deliveries are waiting, always in the same order.

``inbox/<municipality>/<delivery>/`` with ``manifest.json`` in it is a delivery; without it the sender is still writing, and so it is
while the folder's name begins with a dot. A delivery
whose manifest cannot be read has no business date and waits for any night, so that its refusal is not put off.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from printjob.errors import DataRefused
from printjob.intake.manifest import MANIFEST_NAME, read_manifest


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery in the inbox: the municipality whose folder it lies in, its folder, its business date if readable."""

    municipality: str
    delivery: str
    folder: str
    business_date: date | None


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
        municipality=folder.parent.name, delivery=folder.name, folder=str(folder), business_date=business_date
    )
