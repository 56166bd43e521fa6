"""住所A ends behind the town of the postal code however a registry writes it; 住所B is the original text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.postal.address import split
from printjob.postal.folding import fold, unfolded_length
from printjob.postal.place import Place

_KASUMI = Place("東京都", "千代田区", "霞が関")
_KITA6 = Place("北海道", "札幌市東区", "北六条東")
_AKIZUKI = Place("北海道", "旭川市", "秋月１条")
_KOMURO = Place("埼玉県", "川越市", "小室")
_YAHABA = Place("岩手県", "紫波郡矢巾町", "煙山")
_KYOTO = Place("京都府", "京都市中京区", "一之船入町")


@pytest.mark.parametrize(
    ("address", "place", "b"),
    [
        ("東京都千代田区霞が関1-2", _KASUMI, "1-2"),
        ("千代田区霞ヶ関１－２", _KASUMI, "１－２"),
        ("霞ケ関 三丁目", _KASUMI, " 三丁目"),
        ("東京都 千代田区 カスミガセキ1", Place("東京都", "千代田区", "かすみがせき"), "1"),
        ("千代田区ｶｽﾐｶﾞｾｷ1", Place("東京都", "千代田区", "かすみがせき"), "1"),
        ("北海道札幌市東区北6条東8丁目", _KITA6, "8丁目"),
        ("東区北６条東８", _KITA6, "８"),
        ("札幌市北六条東4", _KITA6, "4"),
        ("旭川市秋月一条2丁目", _AKIZUKI, "2丁目"),
        ("旭川市秋月1条2丁目", _AKIZUKI, "2丁目"),
        ("川越市大字小室22-1", _KOMURO, "22-1"),
        ("川越市字小室字上22-1", _KOMURO, "字上22-1"),
        ("矢巾町大字煙山第3地割14", _YAHABA, "第3地割14"),
        ("東京都中央区八丁堀1-2-3", Place("東京都", "中央区", "八丁堀"), "1-2-3"),
        ("中央区8丁堀1-2-3", Place("東京都", "中央区", "八丁堀"), "1-2-3"),
        ("四ッ谷1", Place("東京都", "新宿区", "四ツ谷"), "1"),
        ("丸ノ内1", Place("東京都", "千代田区", "丸の内"), "1"),
        ("利島村12番地", Place("東京都", "利島村", "利島村"), "12番地"),
        ("土庄町乙12", Place("香川県", "小豆郡土庄町", "甲、乙"), "12"),
        ("周防大島町片添1", Place("山口県", "大島郡周防大島町", "片添"), "1"),
        ("三宅村伊豆1", Place("東京都", "三宅島三宅村", "伊豆"), "1"),
        ("仙台市若林区二十人町3", Place("宮城県", "仙台市若林区", "二十人町"), "3"),
        ("仙台市若林区廿人町3", Place("宮城県", "仙台市若林区", "二十人町"), "3"),
        ("福岡市西区十六町3", Place("福岡県", "福岡市西区", "拾六町"), "3"),
        ("西和賀町寅沢第十五地割3", Place("岩手県", "和賀郡西和賀町", "寅沢１５地割"), "3"),
        ("中京区室町通二条下る一之船入町375", _KYOTO, "375"),
        ("京都市中京区河原町通二条下る一之船入町375", _KYOTO, "375"),
        ("京都府京都市中京区一之船入町375", _KYOTO, "375"),
    ],
)
def test_the_town_is_found_however_it_is_written(address: str, place: Place, b: str) -> None:
    found = split(address, (place,))
    assert found is not None
    assert (found.b, found.a + found.b, found.places) == (b, address, (place,))


@pytest.mark.parametrize("address", ["", "東京都千代田区", "千代田区永田町1", "大阪市霞が関1", "1-2-3"])
def test_an_address_of_another_town_is_not_split(address: str) -> None:
    assert split(address, (_KASUMI,)) is None


def test_the_longest_town_wins() -> None:
    places = (Place("北海道", "札幌市東区", "北"), Place("北海道", "札幌市東区", "北六条"), _KITA6)
    found = split("札幌市東区北六条東1", places)
    assert found is not None
    assert found.places == (_KITA6,)


def test_the_town_of_the_city_that_is_named_wins() -> None:
    places = (Place("愛知県", "弥富市", "中"), Place("三重県", "桑名郡木曽岬町", "中"))
    found = split("三重県木曽岬町中1", places)
    assert found is not None
    assert found.places == places[1:]


def test_a_kanji_number_written_in_arabic_does_not_cut_a_longer_number() -> None:
    assert split("丙市35番地", (Place("乙県", "丙市", "三"),)) is None


def test_in_kyoto_the_town_behind_the_street_wins_over_the_same_word_in_the_street() -> None:
    place = Place("京都府", "京都市中京区", "三条町")
    found = split("京都市中京区三条町通室町東入三条町5", (place,))
    assert found is not None
    assert found.b == "5"


@given(st.text(alphabet="東京都千代田区霞がヶ関大字 　12-ｶﾞ\U000e0101一"))
def test_splitting_never_raises_and_loses_nothing(address: str) -> None:
    found = split(address, (_KASUMI, _KITA6))
    assert found is None or found.a + found.b == address


@given(st.text())
def test_folding_is_idempotent_and_never_longer(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) <= len(text)
    assert unfolded_length(text, len(fold(text))) <= len(text)
