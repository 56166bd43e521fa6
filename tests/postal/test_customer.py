"""The decision for one piece: every published row, a reason wherever the rules allow no barcode, every town of KEN_ALL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import customer
from printjob.postal.customer import REASONS, compact_code, customer_code
from printjob.postal.index import PostalIndex
from printjob.postal.place import Kind
from tests.postal.published import published_rows

_ROWS = [row for row in published_rows() if row["postal_code"]]
_IDS = [f"{row['postal_code']} {row['expected_digits']}" for row in _ROWS]


@pytest.mark.parametrize("row", _ROWS, ids=_IDS)
def test_published_rows(index: PostalIndex, row: dict[str, str]) -> None:
    code = customer_code(row["postal_code"], row["address"], index)
    assert code == (row["expected_digits"], "")
    assert " ".join(customer.full_code(row["postal_code"], code.digits)) == row["full_code"]
    assert customer.encode(row["postal_code"], code.digits) == row["bars_67"]


@pytest.mark.parametrize(
    ("postal_code", "address", "digits", "reason"),
    [
        ("〒100－0013", "千代田区霞ヶ関１丁目３番２号", "1-3-2", ""),
        ("1040032", "東京都中央区八丁堀1-2-3", "1-2-3", ""),
        ("1000013", "", "", "empty-address"),
        ("", "東京都千代田区霞が関1-2", "1-2", "malformed-code"),
        ("100001", "東京都千代田区霞が関1-2", "1-2", "malformed-code"),
        ("1000013", "1-2 Main Street, Springfield", "", "overseas"),
        ("9999999", "東京都中央区八丁堀1-2-3", "1-2-3", "unknown-code"),
        ("1000000", "東京都千代田区霞が関1-2", "1-2", "representative-code"),
        ("0600000", "札幌市中央区北1条西8丁目1", "8-1", "representative-code"),
        ("1000013", "東京都千代田区永田町1-2-3", "1-2-3", "town-mismatch"),
        ("0600001", "札幌市東区北六条東8丁目1", "8-1", "city-mismatch"),
        ("1000013", "東京都千代田区霞が関", "", "no-house-number"),
        ("0600906", "札幌市東区北六条東8丁目1", "8-1", "range-mismatch"),
        ("0650006", "札幌市東区北六条東八丁目1", "8-1", ""),
        ("4090211", "山梨県北都留郡小菅村700", "700", ""),
        ("4090211", "山梨県小菅村600番地", "600", "range-mismatch"),
        ("0295503", "岩手県西和賀町湯田20地割5番地", "20-5", ""),
        ("1006036", "東京都千代田区霞が関3丁目2番5号　霞が関ビル36階", "3-2-5-36", ""),
        ("1006036", "東京都千代田区霞が関3丁目2番5号　霞が関ビル35階", "3-2-5-35", "range-mismatch"),
        ("6040924", "京都市中京区河原町通二条下る一之船入町375", "375", ""),
        ("1008792", "東京都千代田区大手町2-3-1", "", ""),
        ("1008792", "札幌市中央区北一条西1", "", "office-mismatch"),
        ("9808691", "仙台中央郵便局私書箱", "", "po-box"),
        ("9808691", "仙台中央郵便局私書箱第二十一号", "21", ""),
        ("0600001", "札幌中央郵便局私書箱5号", "5", "po-box"),
    ],
)
def test_decisions(index: PostalIndex, postal_code: str, address: str, digits: str, reason: str) -> None:
    assert customer_code(postal_code, address, index) == (digits, reason)


def test_the_towns_of_ken_all_with_a_number_behind_them(index: PostalIndex) -> None:
    """Whole KEN_ALL; 十日町市 has 稲荷町 and 稲荷町一丁目 under one code: the data itself cannot tell them apart."""
    wrong = []
    for code in index.codes():
        for place in index.places(code):
            address = f"{place.prefecture}{place.city}{place.town}1丁目2番3号"
            if place.kind == Kind.TOWN and customer_code(code, address, index).digits != "1-2-3":
                wrong.append(address)
    assert wrong == ["新潟県十日町市稲荷町1丁目2番3号"]


def test_no_sound_town_is_refused_but_for_its_range(index: PostalIndex) -> None:
    reasons = set()
    for code in list(index.codes())[::23]:
        for place in index.places(code):
            if place.kind == Kind.TOWN:
                reasons.add(customer_code(code, f"{place.prefecture}{place.city}{place.town}1丁目2番3号", index).reason)
    assert reasons <= {"", "range-mismatch"}


@given(code=st.text(max_size=9) | st.from_regex("[0-9]{3}-?[0-9]{4}", fullmatch=True), address=st.text())
def test_it_never_raises_and_what_may_be_printed_can_be_encoded(index: PostalIndex, code: str, address: str) -> None:
    decision = customer_code(code, address, index)
    assert decision.reason in {"", *REASONS}
    if not decision.reason:
        assert customer.validate(compact_code(code), decision.digits)


@given(address=st.text(alphabet="東京都千代田区霞が関一二三丁目番号1234-ABF 　私書箱"))
def test_digits_never_come_from_the_town(index: PostalIndex, address: str) -> None:
    whole = customer_code("1040032", "東京都中央区八丁堀" + address, index)
    if not whole.reason:
        assert whole.digits == customer_code("1000013", "東京都千代田区霞が関" + address, index).digits
