"""Pages as pictures (画像検査): what a scanner and a sorting machine would read from the paper, on a sample of sheets.

Pages are drawn by PDFium, a renderer that had no part in making them. The mark, the 返戻 id and the payment codes are read by zxing-cpp
from where they lie, the customer barcode by :mod:`printjob.verify.customer_reader` from the address window; both get gray pixels and
nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp

from printjob.errors import DataRefused, Fault
from printjob.model.form import Form
from printjob.model.piece import return_id
from printjob.verify import gs1
from printjob.verify.areas import FAULTS, NAMES, SIDES, Area
from printjob.verify.customer import BARS, flaw
from printjob.verify.customer_reader import Box, Gray, read_customer
from printjob.verify.reading import PRINT, JobReading
from printjob.verify.sheetlines import expected_mark
from printjob.verify.symbolplaces import SymbolPlaces

DPI = 300
_MM = 72 / 25.4
_ABOVE_MM, _BELOW_MM, _ASIDE_MM = 40, 6, 8
_MARGINS_MM = {"gs1": (3.0, -1.0), "elqr": (2.5, 2.5), "return": (1.5, 1.5), "mark": (3.0, 3.0)}
"""beside and above and below: a GS1-128's readable lines stand close to its bars"""
_FORMATS = {
    "gs1": zxingcpp.BarcodeFormat.Code128, "elqr": zxingcpp.BarcodeFormat.QRCode, "return": zxingcpp.BarcodeFormat.DataMatrix,
    "mark": zxingcpp.BarcodeFormat.DataMatrix,
}
_GS1 = "]C1"



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
        sheet = reading.plan_of(prepared).sheets[standing.notice_sheet]
    except (DataRefused, IndexError):
        return []  # named by the check of all pages
    marks = expected_mark(reading.plan, standing), ""
    returned = return_id(reading.plan.run, standing.piece, standing.notice)
    faults: list[Fault] = []
    for number, side, mark in zip((2 * index, 2 * index + 1), (sheet.front, sheet.back), marks, strict=True):
        if number >= len(document):
            continue  # a missing page is named by the check of all pages
        row_kinds, rows = reading.rows_of(prepared, side)
        # A back is looked at as if it bore a mark, for it must not.
        symbols = SymbolPlaces(reading.form, side.kind, row_kinds, True)
        picture = rendered(document, number)
        named, file = f"page {number + 1} piece {reading.piece(standing)}", f"{reading.job}/{PRINT}"
        faults += [
            Fault(id=FAULTS[area.kind], file=file, field=f"{named} {NAMES[area.kind]}", detail=f"in the picture: {detail}")
            for area, wanted in zip(symbols.areas, symbols.expected(prepared, rows, mark, returned), strict=True)
            if (detail := _flaw(picture, reading.form, area, wanted))
        ]
    return faults


def rendered(document: Any, page: int, dpi: int = DPI) -> Gray:
    """Page ``page`` (from 0) in gray, rows from the top."""
    opened = document[page]
    bitmap = opened.render(scale=dpi / 72, grayscale=True)
    picture = np.array(bitmap.to_numpy(), np.uint8)
    bitmap.close()
    opened.close()
    return picture[:, :, 0] if picture.ndim == 3 else picture


def symbol_box(form: Form, area: Area, dpi: int = DPI) -> Box:
    """Pixels in which a symbol lies, with a margin; of a customer barcode the address window: the lines above it are in it."""
    if area.kind == "bars":
        left, right = area.x_pt - _ASIDE_MM * _MM, area.x_pt + 2 * BARS * area.unit_pt + _ASIDE_MM * _MM
        return _pixels(form, left, area.y_pt - _BELOW_MM * _MM, right, area.y_pt + 6 * area.unit_pt + _ABOVE_MM * _MM, dpi)
    beside, around = (margin * _MM for margin in _MARGINS_MM[area.kind])
    width = (gs1.MODULES if area.kind == "gs1" else SIDES[area.kind]) * area.unit_pt
    height = area.height_pt if area.kind == "gs1" else width
    return _pixels(form, area.x_pt - beside, area.y_pt - around, area.x_pt + width + beside, area.y_pt + height + around, dpi)


def _pixels(form: Form, left: float, foot: float, right: float, top: float, dpi: int) -> Box:
    scale = dpi / 72
    edges = (left * scale, (form.height_pt - top) * scale, right * scale, (form.height_pt - foot) * scale)
    first, second, third, fourth = (max(round(edge), 0) for edge in edges)
    return first, second, third, fourth


def _flaw(picture: Gray, form: Form, area: Area, wanted: str) -> str:
    if area.kind == "bars":
        return _bars_flaw(picture, form, area, wanted)
    left, top, right, bottom = symbol_box(form, area)
    window = np.ascontiguousarray(picture[top:bottom, left:right])
    codes = _codes(window, area.kind)
    found = [code.bytes.decode("ascii", "replace") for code in codes]
    if found == ([wanted] if wanted else []):
        plain = area.kind == "gs1" and codes and codes[0].symbology_identifier != _GS1
        return "it is no GS1-128" if plain else ""
    if not found:
        return "it cannot be read"
    return f"it says {found[0]}" if area.kind in ("mark", "return") else "it says something else"


def _codes(window: Gray, kind: str) -> list[Any]:
    """The codes that zxing-cpp sees; where edges fall halfway between pixels, a plain threshold sees what its local one does not."""
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.FixedThreshold):
        codes = zxingcpp.read_barcodes(window, zxingcpp.BarcodeFormats([_FORMATS[kind]]), binarizer=binarizer)
        if codes:
            return list(codes)
    return []


def _bars_flaw(picture: Gray, form: Form, area: Area, wanted: str) -> str:
    try:
        found = read_customer(picture, symbol_box(form, area))
    except DataRefused as refused:
        return refused.faults[0].detail if wanted else ""
    if found == wanted:
        return flaw(found)
    return "the bars are another address's" if wanted else "there are bars where none may be"
