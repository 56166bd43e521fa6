"""What holds a slip for its payment codes: broken (``PJ-1306-W``) or in contradiction (``PJ-1307-W``), the code masked."""

from __future__ import annotations

from printjob.errors import DataRefused, Fault, masked


def broken(field: str, code: str, refused: DataRefused) -> Fault:
    """What is wrong with a code's structure, without its digits: only the names of the parts."""
    parts = ", ".join(dict.fromkeys(fault.field for fault in refused.faults if fault.field))
    return Fault(id="PJ-1306-W", field=field, value=masked(code), detail=parts or "structure")


def contradicts(field: str, why: str, value: str = "") -> Fault:
    """What a field says against its slip, or the slip against itself."""
    return Fault(id="PJ-1307-W", field=field, value=masked(value), detail=why)
