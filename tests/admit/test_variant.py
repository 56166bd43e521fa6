"""Variants and sections: each record is printed as its variant says, on full slip sheets; lines that it does not print hold it."""

from __future__ import annotations

import msgspec
import pytest

from printjob.admit.columns import require_kinds
from printjob.errors import EnvironmentAtFault
from printjob.model.piece import State
from tests.admit.billing import PAID, admitted, bill, bill_format, record, said, slip, slip_rows, waiting


def test_the_variant_follows_from_the_record() -> None:
    paid_by_slip, by_transfer = admitted(record(slip())), admitted(record(use="2"))
    assert [bill().variants[one.prepared.variant].name for one in (paid_by_slip, by_transfer)] == ["slips", "transfer"]
    assert [len(one.prepared.sections) for one in (paid_by_slip, by_transfer)] == [2, 1]


@pytest.mark.parametrize(("slips", "sheets", "fillers"), [(1, 1, 2), (2, 1, 1), (3, 1, 0), (4, 2, 2), (10, 4, 2)])
def test_slip_sheets_are_always_full_and_on_their_own_stock(slips: int, sheets: int, fillers: int) -> None:
    decided = admitted(record(*map(slip, range(1, slips + 1))))
    rows = slip_rows(decided.prepared)
    assert len(rows) == 3 * sheets
    masked = bill().variants[0].sections[1].filler
    assert [row.kind for row in rows[slips:]] == [masked] * fillers
    assert all(row.values == () and row.fitted == () for row in rows[slips:])
    assert decided.by_stock == (1, sheets, 0)
    assert (decided.pages, decided.sheets) == (2, 1 + sheets)  # slips are not counted as pages


def test_the_blocks_follow_the_slips_codes_in_the_delivery_s_order() -> None:
    kinds = [row.kind for row in slip_rows(admitted(record(slip(), slip(**PAID), slip(2, use="2", cvs=None))).prepared)]
    names = [row.name for row in bill().variants[0].sections[1].rows]
    assert [names[kind] for kind in kinds] == ["store", "paid", "bank"]


def test_members_go_on_to_further_pages_of_the_notice() -> None:
    assert [admitted(record(slip(), members=count)).pages for count in (0, 1, 2, 3, 5)] == [1, 2, 2, 3, 4]


def test_lines_that_the_variant_does_not_print_hold_the_record() -> None:
    why = waiting(record(slip(), use="2"))
    assert (why.state, why.fault.id, why.fault.field, why.fault.value) == (State.HELD, "PJ-1308-W", "slip", "2")
    assert (why.fault.record, why.fault.line) == (3, 17)


def test_fewer_lines_than_the_variant_needs_hold_the_record() -> None:
    why = waiting(record())
    assert (why.fault.id, why.fault.field) == ("PJ-1308-W", "slip")
    assert "at least 1" in why.fault.detail


def test_a_payer_s_name_that_does_not_fit_holds_the_record_whole() -> None:
    why = waiting(record(slip(), slip(2, payer="見本" * 60)))
    assert (why.fault.id, why.fault.field) == ("PJ-1302-W", "payer")


def test_a_slip_prints_the_notice_s_own_values_beside_its_line_s() -> None:
    """Both have a field ``use``, each with codes of its own."""
    prepared = admitted(record(slip(payer="見本　次郎"), name="見本　花子")).prepared
    row = slip_rows(prepared)[0]
    texts = said(bill(), prepared, row)
    assert (texts["data.use", "code"], texts["use", "code"]) == ("納付書", "コンビニ可")
    assert ["".join(text.lines) for text in row.fitted] == ["見本　次郎", "見本　花子"]


def test_the_digits_of_a_symbol_need_no_room() -> None:
    """The eL-QR's 255 digits are in no slot and are not measured."""
    assert any(len(text) == 255 for row in slip_rows(admitted(record(slip())).prepared) for text in row.values)


def without(codes: tuple[str, ...]) -> None:
    form = bill()
    variant = form.variants[0]
    slips = msgspec.structs.replace(variant.sections[1], rows=tuple(row for row in variant.sections[1].rows if row.code not in codes))
    variants = (msgspec.structs.replace(variant, sections=(variant.sections[0], slips)), *form.variants[1:])
    require_kinds(msgspec.structs.replace(form, variants=variants), bill_format())


def test_every_code_that_the_format_allows_has_a_block_and_a_variant() -> None:
    without(())
    with pytest.raises(EnvironmentAtFault) as refused:
        without(("9", "2"))
    (fault,) = refused.value.faults
    assert (fault.id, fault.field, fault.file) == ("PJ-1404-E", "use", "formats/bill.yaml")
    assert fault.detail.endswith("codes: 2, 9")
    with pytest.raises(EnvironmentAtFault) as refused:
        require_kinds(msgspec.structs.replace(bill(), variants=bill().variants[:1]), bill_format())
    assert [fault.detail for fault in refused.value.faults] == ["the form has no variant for the codes: 2"]
