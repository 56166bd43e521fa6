"""The fonts of a form by their names in content streams: a function of the form alone, so that chunks need not ask
one another.

Each face is used in up to two ways: *wide*, a CID font whose two-byte codes are UTF-16 code units, and *narrow*, a
simple font with one-byte codes for fixed-width values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from printjob.compose.narrow import is_narrow
from printjob.model.form import Form, Slot, page_kinds


class FontUse(NamedTuple):
    """A face in one of its two ways."""

    face: str
    narrow: bool


def all_slots(form: Form) -> Iterator[Slot]:
    """Every slot of a form, computed ones included, some more than once."""
    for variant in form.variants:
        for page in page_kinds(variant):
            yield from page.slots
            yield from (computed.slot for computed in page.computed)
        for section in variant.sections:
            for row in section.rows:
                yield from row.slots
    yield form.front.slot
    yield form.back.slot


def font_names(form: Form) -> dict[FontUse, bytes]:
    """The resource name of every font use of the form, in a fixed order."""
    uses = {FontUse(face, False) for slot in all_slots(form) if not is_narrow(slot) for face in slot.faces}
    uses |= {FontUse(slot.faces[0], True) for slot in all_slots(form) if is_narrow(slot)}
    return {use: b"F%d" % index for index, use in enumerate(sorted(uses))}
