"""Every customer barcode of a night's jobs is read back from print.pdf as 300, 400 and 600 dots an inch show it, and says the delivered address.

The notice is known by the number printed on the page, its address by the delivery's own line; page and address meet nowhere in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
import pytest

from printjob.barcode import customer
from printjob.errors import DataRefused
from printjob.postal.customer import customer_code
from printjob.postal.index import open_index
from printjob.run.site import Site
from printjob.verify.customer_reader import Gray, read_customer
from printjob.verify.delivered import read_line_format, read_notices
from tests.run.nights import Night

_WINDOW_MM = (17.5, 40.0, 97.5, 53.5)
"""Where the envelope always shows the address block's lower half"""
_TIMING_MM = 47.0
"""The middle of the bars, which stand at 45.5 mm and are 3.05 mm high"""
_MOST_LINES = 10_000
_MM = 72 / 25.4


class Front(NamedTuple):
    """The front of a piece's first sheet and the bars of the address delivered for it; none: ``""``."""

    job: Path
    page: int
    bars: str


def bars_by_notice(night: Night) -> dict[str, str]:
    """The bars that each delivered notice must have."""
    site, index, found = Site(night.home.site), open_index(), dict[str, str]()
    for folder in night.home.accepted.glob("*/*"):
        declared = next(name for name in site.municipality(folder.parent.name).formats if name.startswith("property-tax"))
        lines = read_line_format(site.format_file(declared))
        assert lines
        (data,) = [path for path in folder.iterdir() if path.suffix in (".DAT", ".csv")]
        for first, *_ in read_notices(lines, data, range(1, _MOST_LINES)).values():
            texts = {name: text.strip() for name, text in first.texts.items()}
            address = "".join(texts[name] for name in ("address_1", "address_2", "katagaki"))
            code = customer_code(texts["postal_code"], address, index, texts["name"])
            found[texts["notice_number"]] = "" if code.reason else customer.encode(texts["postal_code"], code.digits)
    return found


@pytest.fixture(scope="module")
def fronts(reference: Night) -> list[Front]:
    """All first fronts of the night."""
    wanted, found = bars_by_notice(reference), list[Front]()
    for job in reference.jobs:
        sheets = [json.loads(line) for line in (job / "sheets.jsonl").read_text(encoding="utf-8").splitlines()]
        document = pypdfium2.PdfDocument(job / "print.pdf")
        for page in (sheet["pages"][0] - 1 for sheet in sheets if sheet["sheet"] == 1):
            text = document[page].get_textpage().get_text_range()
            (notice,) = [number for number in wanted if number in text]
            found.append(Front(job, page, wanted[notice]))
        document.close()
    return found


def windows(fronts: list[Front], dpi: int) -> Iterator[tuple[Front, Gray]]:
    """The picture of each front's address window."""
    left, top, right, bottom = (edge * _MM for edge in _WINDOW_MM)
    for job in dict.fromkeys(front.job for front in fronts):
        document = pypdfium2.PdfDocument(job / "print.pdf")
        for front in (one for one in fronts if one.job == job):
            page = document[front.page]
            width, height = page.get_size()
            picture = page.render(scale=dpi / 72, grayscale=True, crop=(left, height - bottom, width - right, top)).to_numpy()
            yield front, np.array(picture.reshape(picture.shape[0], picture.shape[1]), np.uint8)
        document.close()


@pytest.mark.parametrize("dpi", [300, 400, 600])
def test_all_bars_are_read_back_at_every_resolution(fronts: list[Front], dpi: int) -> None:
    read = 0
    for front, picture in windows(fronts, dpi):
        whole = (0, 0, picture.shape[1], picture.shape[0])
        if front.bars:
            assert read_customer(picture, whole) == front.bars, (front.job.name, front.page)
            read += 1
        else:
            with pytest.raises(DataRefused):
                read_customer(picture, whole)
    assert read > 100


@pytest.mark.parametrize("dpi", [300, 400, 600])
def test_every_bar_and_every_space_is_the_same_number_of_whole_dots(fronts: list[Front], dpi: int) -> None:
    """12 dots of 600: 6 of 300, 8 of 400. Along the timing zone, which all 67 bars cross; the 返戻 id stands behind them."""
    row = round((_TIMING_MM - _WINDOW_MM[1]) / 25.4 * dpi)
    for front, picture in windows([one for one in fronts if one.bars][::5], dpi):
        edges = np.flatnonzero(np.diff((picture[row] < 128).astype(np.int8)))[: 2 * customer.BAR_COUNT]
        assert len(edges) == 2 * customer.BAR_COUNT, (front.job.name, front.page)
        assert set(np.diff(edges).tolist()) == {dpi * 12 // 600}
