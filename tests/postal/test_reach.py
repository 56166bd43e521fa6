"""A note excludes an address only when both name the same unit."""

from __future__ import annotations

import pytest

from printjob.postal.reach import Answer, answer


@pytest.mark.parametrize(
    ("note", "address_b", "excluded"),
    [
        ("1〜7丁目", "7丁目", False),
        ("1〜7丁目", "十丁目1番", True),
        ("1〜7丁目", "8-3", True),
        ("1〜7丁目", "8番地", False),
        ("35〜38、41、42丁目", "40丁目", True),
        ("35〜38、41、42丁目", "41丁目", False),
        ("1〜500番地", "501番地", True),
        ("1〜500番地", "3丁目501番地", False),
        ("第３９地割〜第４５地割", "第40地割1", False),
        ("第３９地割〜第４５地割", "第46地割1", True),
        ("第39地割〜第45地割(角浜、伝吉)", "四十六地割1", True),
        ("第39地割〜第45地割(角浜、伝吉)", "45地割1", False),
        ("樺沢１６地割、樺沢１７地割", "18地割1", True),
        ("樺沢１６地割、樺沢１７地割", "17地割1", False),
        ("第40地割「57番地125、176を除く」〜第45地割", "46地割", False),
        ("1〜4丁目(5を除く)", "9丁目", False),
        ("36階", "1-2 ビル35F", True),
        ("36階", "1-2", False),
        ("地階・階層不明", "3階", False),
        ("次のビルを除く", "3丁目", False),
        ("1〜500「211番地を除く」「古町」", "600番地", False),
        ("1" * 60 + "x", "1丁目", False),
    ],
)
def test_notes(note: str, address_b: str, excluded: bool) -> None:
    assert (answer(note, address_b) is Answer.NO) is excluded
