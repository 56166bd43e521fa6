"""What the pen places as a whole: a background's page and a picture's dots, as ReportLab's objects.

A background's object graph is copied in the order in which it is reached, streams decoded, so that the same file
gives the same bytes on every machine. Source: ISO 32000-1:2008, 8.10 (form XObjects), 8.9.6.2 (stencil masking).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject
from reportlab.pdfbase.pdfdoc import PDFObject

from printjob.layout.arts import Background, Picture

_STREAM_KEYS = ("/Length", "/Filter", "/DecodeParms")


class PictureObject(PDFObject):  # type: ignore[misc]
    """The dots of a picture as a stencil, painted in the colour that holds where it is placed, on a square of 1 x 1."""

    __RefOnly__ = 1

    def __init__(self, picture: Picture) -> None:
        self._picture = picture

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - ReportLab's signature
        """The stream object's bytes."""
        one = self._picture
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ImageMask true/Decode[1 0]"
        return _stream(entries % (one.width_dots, one.height_dots), one.bits)


class BackgroundObject(PDFObject):  # type: ignore[misc]
    """A background's page as a Form XObject, its lower left corner at the origin."""

    __RefOnly__ = 1

    def __init__(self, background: Background) -> None:
        self._page = PdfReader(BytesIO(background.pdf), strict=False).pages[background.page]
        self._copied: dict[tuple[int, int], _Copied] = {}

    def format(self, document: Any) -> bytes:
        """The stream object's bytes; what it refers to is registered with ``document``."""
        box = self._page.mediabox
        edges = tuple(float(edge) for edge in (box.left, box.bottom, box.right, box.top))
        contents = self._page["/Contents"].get_object() if "/Contents" in self._page else ArrayObject()
        parts = contents if isinstance(contents, ArrayObject) else ArrayObject([contents])
        entries = b"/Type/XObject/Subtype/Form/BBox[%.4f %.4f %.4f %.4f]/Matrix[1 0 0 1 %.4f %.4f]/Resources " % (
            *edges, 0.0 - edges[0], 0.0 - edges[1],
        )
        resources = self.text(self._page.get("/Resources", DictionaryObject()), document)
        return _stream(entries + resources, b"\n".join(part.get_object().get_data() for part in parts))

    def text(self, value: PdfObject | None, document: Any) -> bytes:
        """A value of the background as bytes of ``document``, references renumbered."""
        if isinstance(value, IndirectObject):
            copied = self._copied.setdefault((value.idnum, value.generation), _Copied(self, value))
            return bytes(document.Reference(copied).format(document))
        if isinstance(value, StreamObject):
            return _stream(self._entries(value, document, _STREAM_KEYS), value.get_data())
        if isinstance(value, DictionaryObject):
            return b"<<%b>>" % self._entries(value, document, ())
        if isinstance(value, ArrayObject):
            return b"[%b]" % b" ".join(self.text(item, document) for item in value)
        return _plain(value)

    def _entries(self, value: DictionaryObject, document: Any, without: tuple[str, ...]) -> bytes:
        kept = [key for key in value if key not in without]
        return b"".join(_plain(NameObject(key)) + b" " + self.text(value.raw_get(key), document) for key in kept)


class _Copied(PDFObject):  # type: ignore[misc]
    """One indirect object of a background."""

    __RefOnly__ = 1

    def __init__(self, background: BackgroundObject, reference: IndirectObject) -> None:
        self._background, self._reference = background, reference

    def format(self, document: Any) -> bytes:
        return self._background.text(self._reference.get_object(), document)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def _plain(value: PdfObject | None) -> bytes:
    if value is None:
        return b"null"
    target = BytesIO()
    value.write_to_stream(target)
    return target.getvalue()
