"""Payment symbols a CPU second on one core: from the digits to the modules of eL-QR, to the symbol characters of GS1-128."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from benchmarks.site import Timed, timed
from printjob.barcode import elqr, gs1, qr

_QR_COUNT, _GS1_COUNT, _ROUNDS = 2_000, 20_000, 3
_BATCH = 512
"""Symbols encoded together, about as many as the composer's batch of notices has"""


class SymbolRates(msgspec.Struct, frozen=True):
    """Symbols a second, the best of the rounds: they are short, and anything else on the machine only makes them slower."""

    elqr: float
    elqr_alone: float
    gs1: float
    elqr_checked: float
    gs1_checked: float


def measure() -> SymbolRates:
    """Encode invented codes in batches and one by one, and check them as admission does."""
    payloads = [elqr.encode(_payload(number)) for number in range(_QR_COUNT)]
    codes = [gs1.encode(_fields(number)) for number in range(_GS1_COUNT)]
    qr.encode_many(payloads[:2])
    batches = [payloads[at : at + _BATCH] for at in range(0, len(payloads), _BATCH)]
    return SymbolRates(
        elqr=_best(lambda: sum(len(qr.encode_many(batch)) for batch in batches)),
        elqr_alone=_best(lambda: sum(bool(qr.encode(payload)) for payload in payloads[:_BATCH])),
        gs1=_best(lambda: sum(bool(gs1.symbol(code)) for code in codes)),
        elqr_checked=_best(lambda: sum(bool(elqr.parse(payload)) for payload in payloads)),
        gs1_checked=_best(lambda: sum(bool(gs1.parse(code)) for code in codes)),
    )


def _best(work: Callable[[], int]) -> float:
    return max(Timed(*timed(work)).rate for _ in range(_ROUNDS))


def _payload(number: int) -> elqr.Payload:
    return elqr.Payload(
        amount_yen=1_000 + 137 * number, item="999", anken=f"{202699999000000 + number:020}", kakunin=f"{number * 7919 % 1_000_000:06}",
        institution="99999", office="000", levied_year="2026", tax_year="2026", term=f"{1 + number % 4:02}", due="20260430", limit="20260531",
    )  # fmt: skip


def _fields(number: int) -> gs1.Fields:
    return gs1.Fields("999999", f"{number * 104729:021}", "0", "260531", "0", 1_000 + number)
