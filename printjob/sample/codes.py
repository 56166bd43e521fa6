"""Payment codes of sample slips (納付書): well made by the rules of :mod:`printjob.barcode`, for an invented biller and an invented
institution that no store and no bank knows.
"""

from __future__ import annotations

from datetime import date

from printjob.barcode import elqr, gs1


def gs1_code(maker: str, free: str, limit: date, amount_yen: int) -> str:
    """The 44 digits of a first issue without revenue stamp.

    >>> gs1_code("999999", "123450000012345678901", date(2026, 6, 30), 39_500)
    '91999999123450000012345678901026063000395003'
    """
    return gs1.encode(gs1.Fields(maker, free, "0", f"{limit:%y%m%d}", "0", amount_yen))


def elqr_payload(
    institution: str, number: str, confirmation: str, category: str, amount_yen: int, levied: int, taxed: int, term: str, due: date, limit: date
) -> str:
    """The 255 digits of a slip's eL-QR; digits 30 to 68 and 69 to 112 are its two MT-OCR lines."""
    return elqr.encode(
        elqr.Payload(
            amount_yen=amount_yen,
            item=category,
            anken=number,
            kakunin=confirmation,
            institution=institution,
            office="000",
            levied_year=str(levied),
            tax_year=str(taxed),
            term=term.rjust(2, "0"),
            due=f"{due:%Y%m%d}",
            limit=f"{limit:%Y%m%d}",
        )
    )
