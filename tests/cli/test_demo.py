"""``printjob demo`` (``make run``): three municipalities, at least three forms, and proofs that nobody can pay with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from printjob.barcode import elqr
from printjob.cli import demo
from tests.cli.conftest import Printjob

_FAULTY = 60
"""records enough for every fault of the faulty delivery"""


def _shown(output: str) -> list[Path]:
    return [Path(found) for found in re.findall(r"校正の絵 +(\S+\.png)", output)]


def test_the_demo_is_of_three_municipalities_and_three_forms() -> None:
    assert {one.municipality for one in demo.DELIVERIES} == {"019917", "019925", "019933"}
    assert {one.form for one in demo.DELIVERIES} >= {"property-tax", "dunning", "health-insurance-tax"}
    assert sum(one.faults for one in demo.DELIVERIES) == 1


def test_what_it_shows_is_there_and_its_proofs_are_void(
    printjob: Printjob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    small = tuple(one._replace(records=_FAULTY if one.faults else 6) for one in demo.DELIVERIES)
    monkeypatch.setattr(demo, "DELIVERIES", small)
    result = printjob("demo", "--home", tmp_path / "home")
    assert result.exit_code == 0, result.output + capfd.readouterr().err
    pictures = _shown(result.output)
    assert len(pictures) == len(small)
    for folder in re.findall(r"印刷・封入 +(\S+?)（", result.output):
        assert {"print.pdf", "control.csv", "count-sheet.pdf"} <= {path.name for path in Path(folder).iterdir()}
    payloads = [text for first in pictures for page in first.parent.iterdir() for text in _elqr(page)]
    assert payloads
    assert {elqr.void(payload) for payload in payloads} == set(payloads)
    assert {elqr.parse(payload).amount_yen for payload in payloads} == {0}


def _elqr(page: Path) -> list[str]:
    with Image.open(page) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [one.text for one in found if len(one.text) == elqr.DIGITS]
