"""The inserter's mark on paper (封入制御マーク): a DataMatrix of 16x16 modules as a 1-bit image on the device's dot
grid.

Each module is a whole number of device dots, so no renderer has anything to interpolate; the image lies 0.01 pt
inside its dot borders, as bars do: then Poppler, MuPDF and PDFium set exactly the same dots. As runs of rectangles a
symbol is 1.8 KB instead of 145 bytes, takes four times as long to deflate, and is grey at its edges in MuPDF and
PDFium. 32 bytes as hexadecimal: raw bytes could hold the letters that end an inline image.
Source: ISO 32000-1:2008,
8.9.7 (inline images); ISO/IEC 16022 (ECC 200).
"""

from __future__ import annotations

from printjob.barcode.datamatrix import encode
from printjob.compose.bars import INSET_PT
from printjob.compose.syntax import number
from printjob.model.form import MarkPlace

MODULES = 16


class MarkPainter:
    """Operators of the mark at one place of a form."""

    def __init__(self, place: MarkPlace, device_dpi: int) -> None:
        dot_pt = 72 / device_dpi
        x_pt, y_pt = (round(edge / dot_pt) * dot_pt + INSET_PT for edge in (place.x_pt, place.y_pt))
        side = number(MODULES * place.dots * dot_pt - 2 * INSET_PT)
        self._before = b"q %b 0 0 %b %b %b cm\nBI/W 16/H 16/BPC 1/CS/G/D[1 0]/F/AHx ID " % (
            side,
            side,
            number(x_pt),
            number(y_pt),
        )

    def paint(self, mark: str) -> bytes:
        """The operators that paint ``mark``, 22 digits."""
        return b"%b%b>\nEI Q\n" % (self._before, encode(mark).hex().encode("ascii"))
