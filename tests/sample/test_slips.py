"""Sample slips: their payment codes are well made and say what the slip says; masked slips carry none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from printjob.barcode import elqr, gs1, mt_ocr
from tests.sample.making import CSV, FIXED, make, shape, site_format, take


def _slips(tmp_path: Path, fmt: str, run_kind: str) -> list[dict[str, Any]]:
    """Every slip, with its notice's values under ``data``."""
    night = take(make(tmp_path, fmt=fmt, count=300, run_kind=run_kind).folder)
    assert night.faults == ()
    assert not [one for result in night.results for one in result.refused]
    kind, found = site_format(fmt), []
    slip = kind.by_role["slip"].names
    for result in night.results:
        for record in result.records:
            data = dict(zip(kind.data.names, record.values, strict=True))
            found += [dict(zip(slip, line, strict=True)) | {"data": data} for line in record.sections[1]]
    return found


@pytest.mark.parametrize(("fmt", "run_kind"), [(FIXED, "1"), (CSV, "2"), (FIXED, "3")])
def test_codes_say_what_the_slip_says(tmp_path: Path, fmt: str, run_kind: str) -> None:
    slips = _slips(tmp_path, fmt, run_kind)
    assert {slip["use"] for slip in slips} >= ({"1", "2", "3"} if run_kind == "3" else {"1", "2"})
    for slip in slips:
        if slip["use"] == "3":
            assert slip["amount"] == 0
            assert not any(slip[name] for name in ("cvs_code", "elqr", "ocr_upper", "ocr_lower", "el_number"))
            continue
        assert slip["principal"] == slip["amount"] > 0
        assert (slip["use"] == "1") == (slip["amount"] <= gs1.MOST_YEN) == bool(slip["cvs_code"])
        if slip["cvs_code"]:
            code = gs1.parse(slip["cvs_code"])
            assert (code.maker, code.amount_yen, code.limit) == ("999999", slip["amount"], f"{slip['usable_until']:%y%m%d}")
        payload = elqr.parse(slip["elqr"])
        assert (payload.amount_yen, payload.due, payload.limit) == (slip["amount"], f"{slip['due_on']:%Y%m%d}", f"{slip['usable_until']:%Y%m%d}")
        assert payload.term == slip["term"].rjust(2, "0")
        assert elqr.el_number(slip["elqr"]) == tuple(slip[f"el_{part}"] for part in ("institution", "number", "confirmation", "category"))
        assert slip["elqr"][29:112] == slip["ocr_upper"] + slip["ocr_lower"]
        assert mt_ocr.validate(slip["ocr_upper"])
        assert slip["usable_until"] > slip["due_on"] > date(2026, 4, 1)


def test_only_notices_to_be_paid_by_slip_have_slips_and_their_sum_is_the_tax(tmp_path: Path) -> None:
    terms: dict[str, dict[str, int]] = {}
    for slip in _slips(tmp_path, FIXED, "1"):
        assert slip["data"]["variant"] == "1"
        terms.setdefault(slip["notice_number"], {"annual": slip["data"]["annual_tax"]})[slip["term"]] = slip["amount"]
    assert len(terms) > 100
    for amounts in terms.values():
        assert amounts["0"] == amounts["1"] + amounts["2"] + amounts["3"] + amounts["4"] == amounts["annual"]


def test_the_record_names_the_payment_codes() -> None:
    payment = shape().payment
    assert payment is not None
    assert {name for name, _ in payment.numbers} == {"institution", "anken", "kakunin", "item"}
