"""A live code never leaves production: a proof's codes are void, whether made from the record or from what was prepared, and both agree."""

from __future__ import annotations

import msgspec
import pytest

from printjob.admit.voiding import PreparedVoider, require_declared
from printjob.barcode import elqr, gs1, mt_ocr
from printjob.errors import EnvironmentAtFault
from printjob.model.form import Form, ValueSpec
from printjob.recordshape import PaymentCodes
from tests.admit.billing import (
    PAID,
    admitted,
    bill,
    preparer,
    record,
    said,
    shape,
    slip,
    slip_rows,
    sound_slip,
    waiting,
)

SOUND = sound_slip()
RECORD = record(slip(), slip(2, use="2", cvs=None), slip(**PAID), slip(3))
LIVE = [str(SOUND[name]) for name in ("cvs", "qr", "ocr_1", "ocr_2")]


def codes() -> PaymentCodes:
    found = shape().payment
    assert found is not None
    return found


def test_a_proof_prints_void_codes_and_all_texts_made_of_them() -> None:
    prepared = admitted(RECORD, preparer(proof=True)).prepared
    texts = said(bill(proof=True), prepared, slip_rows(prepared)[0])
    store, payload = texts["cvs", "digits"], texts["qr", "digits"]
    assert (gs1.parse(store).amount_yen, gs1.parse(store).limit) == (0, "000101")
    assert (texts["cvs", "gs1-upper"], texts["cvs", "gs1-lower"]) == gs1.hri(store)
    assert elqr.parse(payload).amount_yen == 0
    assert (texts["key", "digits"], texts["confirm", "digits"]) == (elqr.parse(payload).anken, elqr.parse(payload).kakunin)
    assert (texts["ocr_1", "plain"], texts["ocr_2", "plain"]) == (mt_ocr.void(LIVE[2]), mt_ocr.void(LIVE[3]))
    printed = [text for row in slip_rows(prepared) for text in row.values]
    assert not any(live in text for live in LIVE for text in printed)


def test_what_was_prepared_for_production_becomes_the_same_proof() -> None:
    live = admitted(RECORD).prepared
    assert any(LIVE[0] in text for row in slip_rows(live) for text in row.values)
    assert PreparedVoider(bill(proof=True), codes()).void(live) == admitted(RECORD, preparer(proof=True)).prepared


def test_an_opaque_line_becomes_zeros() -> None:
    opaque = msgspec.structs.replace(codes(), ocr_rule="opaque")
    live = admitted(RECORD).prepared
    texts = said(bill(), live, slip_rows(PreparedVoider(bill(), opaque).void(live))[0])
    assert texts["ocr_1", "plain"] == "0" * 39


def test_a_proof_is_checked_like_production() -> None:
    assert waiting(record(slip(amount=1)), preparer(proof=True)).fault.id == "PJ-1307-W"


def test_a_text_that_cannot_be_voided_is_refused() -> None:
    """Without the symbol the 44 digits cannot be told from the two lines of text."""
    live, form = admitted(RECORD).prepared, bill()
    variant = form.variants[0]
    store = variant.sections[1].rows[0]
    hidden = tuple(
        ValueSpec(source="cvs", format="gs1-upper") if (spec.source, spec.format) == ("cvs", "digits") else spec for spec in store.values
    )
    with pytest.raises(EnvironmentAtFault) as refused:
        PreparedVoider(with_store(form, values=hidden, symbols=()), codes()).void(live)
    assert (refused.value.faults[0].id, refused.value.faults[0].field) == ("PJ-1404-E", "cvs")


def with_store(form: Form, **other: object) -> Form:
    """The form with the block of a store's slip set otherwise."""
    variant = form.variants[0]
    slips = variant.sections[1]
    rows = (msgspec.structs.replace(slips.rows[0], **other), *slips.rows[1:])
    section = msgspec.structs.replace(slips, rows=rows)
    first = msgspec.structs.replace(variant, sections=(variant.sections[0], section))
    return msgspec.structs.replace(form, variants=(first, *form.variants[1:]))


def test_a_symbol_that_the_record_does_not_declare_as_a_payment_code_is_refused() -> None:
    require_declared(bill(), codes())
    for undeclared in (None, msgspec.structs.replace(codes(), gs1=""), msgspec.structs.replace(codes(), section="member")):
        with pytest.raises(EnvironmentAtFault) as refused:
            require_declared(bill(), undeclared)
        assert {fault.id for fault in refused.value.faults} == {"PJ-1404-E"}
