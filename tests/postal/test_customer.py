"""The decision for one piece: every published row, a reason wherever the rules allow no barcode, every town of KEN_ALL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import customer
from printjob.postal.customer import HELD, REASONS, Level, compact_code, customer_code, examine
from printjob.postal.index import PostalIndex
from printjob.postal.office import is_named
from printjob.postal.place import Kind
from tests.postal.published import published_rows

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {ord(" "): "　"}
_HALF_WIDTH = str.maketrans({"カ": "ｶ", "タ": "ﾀ", "ガ": "ｶﾞ", "パ": "ﾊﾟ", "ー": "ｰ"})
_SOUND = {Level.CITY, Level.TOWN, Level.RANGE, Level.OFFICE}
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
        ("0295503", "岩手県西和賀町湯田18地割5番地", "18-5", "range-mismatch"),
        ("0287914", "岩手県九戸郡洋野町種市第二十三地割27番地", "23-27", ""),
        ("0287914", "岩手県九戸郡洋野町種市第50地割27番地", "50-27", "range-mismatch"),
        ("0287914", "岩手県九戸郡洋野町種市23-27", "23-27", ""),
        ("0282402", "岩手県宮古市川井第12地割3", "12-3", "range-mismatch"),
        ("1006036", "東京都千代田区霞が関3丁目2番5号　霞が関ビル36階", "3-2-5-36", ""),
        ("1006036", "東京都千代田区霞が関3丁目2番5号　霞が関ビル35階", "3-2-5-35", "range-mismatch"),
        ("6040924", "京都市中京区河原町通二条下る一之船入町375", "375", ""),
        ("1008792", "東京都千代田区大手町2-3-1", "", ""),
        ("1008792", "札幌市中央区北一条西1", "", "office-mismatch"),
        ("9808691", "仙台中央郵便局私書箱", "", "po-box"),
        ("9808691", "仙台中央郵便局私書箱第二十一号", "21", ""),
        ("0600001", "札幌中央郵便局私書箱5号", "5", "po-box"),
        ("1008691", "東京中央郵便局　Ｐ．Ｏ．Ｂｏｘ　１２３", "123", ""),
        ("1008691", "東京中央郵便局私書函99号", "99", ""),
        ("1000005", "千代田区丸の内1-2-3 東京中央郵便局P.O.BOX 12", "12", "po-box"),
        ("1500001", "渋谷区神宮前1-2 SHOPOBOX3", "1-2-3", ""),
        ("1500001", "\u200b", "", "empty-address"),
        ("1500001", "－", "", "empty-address"),
        ("1500001", "・・・", "", "empty-address"),
        ("9999999", "タイ　バンコク", "", "overseas"),
        ("2720000", "中国四川省成都市1", "1", "overseas"),
        ("9999999", "中国分1-2-3", "1-2-3", "unknown-code"),
        ("1000013", "中国分1-2-3", "1-2-3", "town-mismatch"),
        ("0190502", "横手市十文字町西原2番町3-4", "3-4", ""),
        ("0190502", "横手市10文字町西原二番町3-4", "3-4", ""),
        ("9480003", "十日町市本町六の1丁目2-3", "2-3", ""),
        ("9480003", "十日町市本町6の一丁目2-3", "2-3", ""),
        ("0181403", "潟上市昭和8-2-3", "8-2-3", "town-mismatch"),
    ],
)
def test_decisions(index: PostalIndex, postal_code: str, address: str, digits: str, reason: str) -> None:
    assert customer_code(postal_code, address, index) == (digits, reason)


@pytest.mark.parametrize(
    ("postal_code", "address", "name", "level", "certain", "reason"),
    [
        ("", "千代田区霞が関1-2", "", Level.CODE, True, "malformed-code"),
        ("9999999", "千代田区霞が関1-2", "", Level.CODE, True, "unknown-code"),
        ("1000013", " 　", "", Level.CODE, True, "empty-address"),
        ("1000013", "アメリカ合衆国ニューヨーク州1-2", "", Level.CODE, True, "overseas"),
        ("", "国外転出", "", Level.CODE, True, "overseas"),
        ("1000301", "東京都利島村12番地", "", Level.CITY, True, ""),
        ("1000013", "千代田区霞が関1-2", "", Level.TOWN, True, ""),
        ("1000013", "千代田区霞が関", "", Level.TOWN, True, "no-house-number"),
        ("0600906", "札幌市東区北六条東4丁目1", "", Level.RANGE, True, ""),
        ("0600906", "札幌市東区北六条東", "", Level.RANGE, False, "no-house-number"),
        ("1006036", "千代田区霞が関3-2-5 霞が関ビル36階", "", Level.RANGE, True, ""),
        ("1006036", "千代田区霞が関3-2-5 霞が関ビル", "", Level.RANGE, False, ""),
        ("1000000", "千代田区霞が関1-2", "", Level.REPRESENTATIVE, True, "representative-code"),
        ("1008792", "千代田区大手町2-3-1", "", Level.OFFICE, True, ""),
        ("1008792", "千代田区大手町2-3-1", "日本郵便（株）総務部", Level.OFFICE, True, ""),
        ("1008792", "千代田区大手町2-3-1 日本郵便㈱気付", "見本太郎", Level.OFFICE, True, ""),
        ("0258602", "岩手県花巻市材木町8-20", "花巻税務署", Level.OFFICE, True, ""),
        ("0258602", "岩手県花巻市材木町8-20", "見本太郎", Level.MISMATCH, True, "office-name-mismatch"),
        ("1008792", "千代田区大手町2-3-1", "見本商事株式会社", Level.MISMATCH, True, "office-name-mismatch"),
        ("9808691", "仙台中央郵便局私書箱215号", "", Level.OFFICE, True, ""),
        ("0600001", "札幌市東区北六条東8丁目1", "", Level.MISMATCH, True, "city-mismatch"),
        ("1000013", "千代田区永田町1-2-3", "", Level.MISMATCH, True, "town-mismatch"),
        ("7660001", "琴平町五條123", "", Level.MISMATCH, True, "town-mismatch"),
        ("0600906", "札幌市東区北六条東8丁目1", "", Level.MISMATCH, True, "range-mismatch"),
    ],
)
def test_levels(
    index: PostalIndex, postal_code: str, address: str, name: str, level: Level, certain: bool, reason: str
) -> None:
    found = examine(postal_code, address, index, name)
    assert (found.level, found.certain, found.reason) == (level, certain, reason)
    assert customer_code(postal_code, address, index, name) == (found.digits, found.reason)


def test_what_cannot_go_out_at_all_is_among_the_reasons() -> None:
    assert set(REASONS) > HELD


def test_every_office_bears_its_own_name(index: PostalIndex) -> None:
    offices = [place for code in index.codes() for place in index.places(code) if place.kind >= Kind.OFFICE]
    assert len(offices) > 20_000
    for place in offices[::13]:
        assert is_named(place.name, place.name, ""), place.name
        assert is_named(place.name, place.name.replace("株式会社", "（株）"), ""), place.name


def test_an_office_is_not_named_by_its_address(index: PostalIndex) -> None:
    """Its first word is often the city's (花巻　税務署): that stands in everybody's address there."""
    offices = [place for code in index.codes() for place in index.places(code) if place.kind >= Kind.OFFICE]
    for place in offices:
        where = place.prefecture + place.city + place.town
        assert not is_named(place.name, "見本太郎", where, where), place.name
        assert is_named(place.name, place.name, where, where), place.name


@given(code=st.text(max_size=9) | st.from_regex("[0-9]{3}-?[0-9]{4}", fullmatch=True), address=st.text())
def test_it_never_raises_and_what_may_be_printed_can_be_encoded(index: PostalIndex, code: str, address: str) -> None:
    decision = customer_code(code, address, index)
    assert decision.reason in {"", *REASONS}
    assert (decision.reason in {"", "no-house-number"}) == (examine(code, address, index).level in _SOUND) or (
        decision.reason == "po-box"
    )
    if not decision.reason:
        symbols = customer.full_code(compact_code(code), decision.digits)
        assert len(symbols) == 23
        assert len(symbols[8:-2]) == 13, "cut or filled up"


@given(postal_code=st.text())
def test_a_postal_code_made_compact_stays_so(postal_code: str) -> None:
    assert compact_code(compact_code(postal_code)) == compact_code(postal_code)


@given(tail=st.text(alphabet="0123456789-ABFZab一二十丁目番地号のカタガパー /&.室棟"))
def test_full_and_half_width_are_the_same(index: PostalIndex, tail: str) -> None:
    """Blanks, digits, letters, signs and katakana in either width."""
    narrow = "千代田区霞が関" + tail.translate(_HALF_WIDTH)
    wide = "千代田区霞が関" + tail.translate(_FULL_WIDTH)
    assert customer_code("1000013", narrow, index) == customer_code("１００－００１３", wide, index)


@given(address=st.text(alphabet="東京都千代田区霞が関一二三丁目番号1234-ABF 　私書箱"))
def test_digits_never_come_from_the_town(index: PostalIndex, address: str) -> None:
    whole = customer_code("1040032", "東京都中央区八丁堀" + address, index)
    if not whole.reason:
        assert whole.digits == customer_code("1000013", "東京都千代田区霞が関" + address, index).digits
