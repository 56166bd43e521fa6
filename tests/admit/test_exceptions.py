"""An exception lets two named persons print one text that the form opens to it otherwise; bound to the text as delivered, and it moves no piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.admit.exceptions import Exceptions, read_exceptions, text_sha256
from printjob.errors import DeclarationRefused
from printjob.model.piece import State
from printjob.model.record import Record
from tests.admit.billing import admitted, bill, columns, preparer, record, shape, slip, slip_rows, waiting, with_values

ENTRY = {
    "form": "bill", "fiscal_year": "2026", "notice": '"0012345678"', "field": "name", "original_sha256": text_sha256("見本∑花子"),
    "print_as": "見本　花子", "reason": "字形なし", "approved_by": "[北海 一郎, 見本 次郎]", "on": "2026-04-01",
}  # fmt: skip
PAYER = {**ENTRY, "section": "slip", "line": "2", "field": "payer"}


def written(folder: Path, *entries: dict[str, str]) -> Path:
    path = folder / "019917.yaml"
    items = ["\n    ".join(f"{name}: {value}" for name, value in entry.items()) for entry in entries]
    path.write_text("exceptions:\n" + "".join(f"  - {item}\n" for item in items), encoding="utf-8")
    return path


def excepted(folder: Path, *entries: dict[str, str], year: int = 2026) -> Exceptions:
    found = read_exceptions(written(folder, *entries), {"bill": shape()})
    return Exceptions(found, "bill", year, "number", columns())


def garbled(name: str = "見本∑花子", number: str = "0012345678") -> Record:
    return record(slip(), slip(2, payer="見本∑花子"), name=name, number=number)


def test_an_approved_text_is_printed_and_told(tmp_path: Path) -> None:
    assert waiting(garbled()).fault.id == "PJ-1301-W"
    decided = admitted(garbled(), preparer(excepted(tmp_path, ENTRY, PAYER)))
    assert "".join(decided.prepared.fitted[0].lines) == "見本　花子"
    assert ["".join(row.fitted[0].lines) for row in slip_rows(decided.prepared)[:2]] == ["見本　花子", "見本　花子"]
    assert [(note.id, note.field, note.record, note.line) for note in decided.notes] == [
        ("PJ-1309-I", "name", 3, 17),
        ("PJ-1309-I", "slip 2 payer", 3, 17),
    ]
    assert all("2026-04-01" in note.detail and "北海" in note.detail and note.value == "" for note in decided.notes)


@pytest.mark.parametrize("entry", [ENTRY | {"original_sha256": text_sha256("見本∑")}, PAYER | {"line": "3"}], ids=["another text", "no such line"])
def test_an_exception_that_no_longer_matches_holds_the_record(tmp_path: Path, entry: dict[str, str]) -> None:
    why = waiting(garbled(), preparer(excepted(tmp_path, ENTRY | {"field": "address_1"}, entry)))
    assert (why.state, why.fault.id) == (State.HELD, "PJ-1310-W")


def test_bars_and_order_follow_the_delivered_address(tmp_path: Path) -> None:
    """The printed address may differ by two signatures; where the piece goes may not."""
    delivered, other = record(slip()), "北海道旭川市宮下通９丁目２３"
    moved = ENTRY | {"field": "address_1", "original_sha256": text_sha256("北海道旭川市宮下通９丁目１"), "print_as": other}
    plain, excepted_one = admitted(delivered), admitted(delivered, preparer(excepted(tmp_path, moved)))
    assert [note.field for note in excepted_one.notes] == ["address_1"]
    assert plain.prepared.bars
    assert (excepted_one.prepared.bars, excepted_one.digits, excepted_one.postal) == (plain.prepared.bars, plain.digits, plain.postal)
    elsewhere = admitted(with_values(delivered, address_1=other))
    assert (elsewhere.prepared.bars, elsewhere.digits) != (plain.prepared.bars, plain.digits)


def test_a_second_decision_for_the_corrected_text_counts(tmp_path: Path) -> None:
    later = ENTRY | {"original_sha256": text_sha256("見本∑花"), "print_as": "見本　花"}
    decided = admitted(garbled(name="見本∑花"), preparer(excepted(tmp_path, PAYER, ENTRY, later)))
    assert "".join(decided.prepared.fitted[0].lines) == "見本　花"


def test_other_notices_and_other_years_are_not_touched(tmp_path: Path) -> None:
    assert waiting(garbled(), preparer(excepted(tmp_path, ENTRY, year=2025))).fault.id == "PJ-1301-W"
    assert waiting(garbled(number="0012345679"), preparer(excepted(tmp_path, ENTRY))).fault.id == "PJ-1301-W"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        *[(ENTRY | {"field": name}, "the form opens name, address_1") for name in ("total", "number", "addressee", "postal_code", "use", "year")],
        *[(PAYER | {"field": name}, "the form opens payer") for name in ("amount", "due", "cvs", "qr", "key", "ocr_1", "ocr_2")],
        (PAYER | {"section": "member", "field": "member_name"}, "opens no field here"),
        (ENTRY | {"field": "nam"}, "did you mean name"),
        (ENTRY | {"form": "bil"}, "did you mean bill"),
        (ENTRY | {"section": "slip"}, "go together"),
        (PAYER | {"section": "slips"}, "did you mean slip"),
        (ENTRY | {"original_sha256": "abc"}, "64 hexadecimal"),
        (ENTRY | {"print_as": '""'}, "empty"),
        (ENTRY | {"print_as": '"見本\\n花子"'}, "one line"),
        (ENTRY | {"approved_by": "[北海 一郎]"}, "two different"),
        (ENTRY | {"approved_by": "[北海 一郎, 北海　一郎]"}, "two different"),
        (ENTRY | {"approved_by": "[Taro Kita, taro kita]"}, "two different"),
        *[(ENTRY | {"approved_by": f'["北海一郎", "{same}"]'}, "two different") for same in ("北海\u200b一郎", "北海・一郎", "北海\U000e0100一郎", "（北海）一郎", "\u2067北海一郎")],
        (ENTRY | {"on": "2026-02-30"}, "YYYY-MM-DD"),
        (ENTRY | {"why": "x"}, "unknown name"),
        ({name: value for name, value in ENTRY.items() if name != "reason"}, "reason is missing"),
    ],
)
def test_what_may_not_be_excepted_is_refused_when_the_file_is_read(tmp_path: Path, entry: dict[str, str], says: str) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        read_exceptions(written(tmp_path, ENTRY, entry | {"notice": '"0000000001"'}), {"bill": shape()})
    fault = refused.value.faults[0]
    assert says in fault.detail
    assert fault.file == "exceptions/019917.yaml"
    assert fault.line > len(ENTRY)
    assert "花子" not in fault.value


def test_the_same_decision_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused, match="twice"):
        read_exceptions(written(tmp_path, ENTRY, ENTRY), {"bill": shape()})


def test_no_file_is_no_exception_and_a_worker_reads_its_form_s_alone(tmp_path: Path) -> None:
    assert read_exceptions(tmp_path / "none.yaml", {"bill": shape()}) == ()
    path = written(tmp_path, ENTRY | {"form": "dunning", "field": "anything"}, ENTRY)
    assert [one.form for one in read_exceptions(path, {"bill": shape()}, only="bill")] == ["bill"]


def test_the_form_is_the_one_that_prints_the_names() -> None:
    assert [spec.source for spec in bill().variants[0].fitted] == ["name"]
