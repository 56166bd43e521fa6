"""Pages as pictures (画像検査): what a scanner and a sorting machine would read from the paper, on a sample of sheets.

Pages are drawn by PDFium, a renderer that had no part in making them. The mark is read by zxing-cpp from the corner where it lies,
the customer barcode by :mod:`printjob.verify.customer_reader` from the address window; both get gray pixels and nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp

from printjob.errors import DataRefused, Fault
from printjob.model.form import Bars, Form, PageKind
from printjob.verify.customer import BARS, flaw
from printjob.verify.customer_reader import Box, Gray, read_customer
from printjob.verify.mark import SIDE
from printjob.verify.reading import PRINT, JobReading
from printjob.verify.sheetlines import expected_mark

DPI = 300
_MM = 72 / 25.4
_ABOVE_MM, _BELOW_MM, _ASIDE_MM, _MARK_MARGIN_MM = 40, 6, 8, 3


def sampled(sheets: int, pages: int | None) -> list[int]:
    """The sheets (from 0) to look at so that at least ``pages`` pages are seen, evenly spread, first and last among them.

    >>> sampled(10, 6), sampled(3, None), sampled(3, 0)
    ([0, 4, 9], [0, 1, 2], [])
    """
    wanted = sheets if pages is None else min(sheets, (pages + 1) // 2)
    if wanted <= 1:
        return list(range(wanted))
    return [index * (sheets - 1) // (wanted - 1) for index in range(wanted)]


def verify_pictures(reading: JobReading, pages: int | None) -> list[Fault]:
    """The faults seen in pictures of at least ``pages`` pages (``None``: of all); each names page and piece."""
    path: Path = reading.pdf.path
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return [Fault(id="PJ-1507-E", file=f"{reading.job}/{PRINT}", field="page 1", detail="PDFium cannot open the file")]
    try:
        return [fault for index in sampled(len(reading.standings), pages) for fault in _sheet(reading, document, index)]
    finally:
        document.close()


def _sheet(reading: JobReading, document: Any, index: int) -> list[Fault]:
    standing = reading.standings[index]
    prepared = reading.prepared(standing.row)
    try:
        plan = reading.page_plan(len(prepared.rows))
    except DataRefused:
        return []  # named by the check of all pages
    faults: list[Fault] = []
    for back in (0, 1):
        number, side = 2 * index + back, 2 * standing.notice_sheet + back
        if number >= len(document) or side >= len(plan):
            continue  # a missing page is named by the check of all pages
        picture = rendered(document, number)
        kind: PageKind | None = plan[side][0]
        wanted = "" if back else expected_mark(reading.plan, standing)
        details = [("PJ-1501-E", "mark", _mark_flaw(picture, reading.form, wanted))]
        if kind is not None and kind.bars is not None:
            details.append(("PJ-1503-E", "bars", _bars_flaw(picture, reading.form, kind.bars, prepared.bars)))
        named = f"page {number + 1} piece {reading.piece(standing)}"
        file = f"{reading.job}/{PRINT}"
        faults += [Fault(id=fault, file=file, field=f"{named} {what}", detail=f"in the picture: {detail}") for fault, what, detail in details if detail]
    return faults


def rendered(document: Any, page: int, dpi: int = DPI) -> Gray:
    """Page ``page`` (from 0) in gray, rows from the top."""
    opened = document[page]
    bitmap = opened.render(scale=dpi / 72, grayscale=True)
    picture = np.array(bitmap.to_numpy(), np.uint8)
    bitmap.close()
    opened.close()
    return picture[:, :, 0] if picture.ndim == 3 else picture


def mark_box(form: Form, dpi: int = DPI) -> Box:
    """Pixels in which the mark lies, with a margin."""
    side = SIDE * form.mark.dots * 72 / form.device_dpi
    margin = _MARK_MARGIN_MM * _MM
    return _pixels(form, form.mark.x_pt - margin, form.mark.y_pt - margin, form.mark.x_pt + side + margin, form.mark.y_pt + side + margin, dpi)


def window_box(form: Form, bars: Bars, dpi: int = DPI) -> Box:
    """Pixels of the address window: the lines of the address above the barcode are in it."""
    unit = bars.dots * 72 / form.device_dpi
    left, right = bars.x_pt - _ASIDE_MM * _MM, bars.x_pt + 2 * BARS * unit + _ASIDE_MM * _MM
    return _pixels(form, left, bars.y_pt - _BELOW_MM * _MM, right, bars.y_pt + 6 * unit + _ABOVE_MM * _MM, dpi)


def _pixels(form: Form, left: float, foot: float, right: float, top: float, dpi: int) -> Box:
    scale = dpi / 72
    edges = (left * scale, (form.height_pt - top) * scale, right * scale, (form.height_pt - foot) * scale)
    first, second, third, fourth = (max(round(edge), 0) for edge in edges)
    return first, second, third, fourth


def _mark_flaw(picture: Gray, form: Form, wanted: str) -> str:
    left, top, right, bottom = mark_box(form)
    corner = np.ascontiguousarray(picture[top:bottom, left:right])
    found = [code.text for code in zxingcpp.read_barcodes(corner, zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix]))]
    if found == ([wanted] if wanted else []):
        return ""
    return f"the mark says {found[0]}" if found else "the mark cannot be read"


def _bars_flaw(picture: Gray, form: Form, place: Bars, wanted: str) -> str:
    try:
        found = read_customer(picture, window_box(form, place))
    except DataRefused as refused:
        return refused.faults[0].detail if wanted else ""
    if found == wanted:
        return flaw(found)
    return "the bars are another address's" if wanted else "there are bars where none may be"
