"""Static art (固定部分) in a job: each page of the art file becomes a Form XObject with everything its resources
refer to.

The object graph is copied in the order in which it is reached, so that the same art file gives the same objects. This
is the only PDF that is read while jobs are made, once a job, and none of it depends on a record.
Source: ISO
32000-1:2008, 8.10 (form XObjects), 7.3.10 (indirect objects).
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from printjob.compose.objects import Objects
from printjob.compose.syntax import stream

_PICTURES = frozenset({"/DCTDecode", "/JPXDecode"})
"""filters whose data pypdf gives as they are"""
_STREAM_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms"})


def add_arts(path: Path, objects: Objects) -> list[int]:
    """Adds every page of the art file as a Form XObject; object numbers by page."""
    copy = _GraphCopy(objects)
    return [copy.form(page) for page in PdfReader(path, strict=True).pages]


class _GraphCopy:
    """Copies objects under new numbers; what was copied once is referred to again."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._numbers: dict[tuple[int, int], int] = {}

    def form(self, page: DictionaryObject) -> int:
        number = self._objects.reserve()
        contents = page["/Contents"].get_object() if "/Contents" in page else ArrayObject()
        parts = contents if isinstance(contents, ArrayObject) else ArrayObject([contents])
        data = b"\n".join(part.get_object().get_data() for part in parts)
        entries = b"/Type/XObject/Subtype/Form/BBox%b/Resources%b" % (
            self._text(page["/MediaBox"]),
            self._text(page.get("/Resources", DictionaryObject())),
        )
        self._objects.put(number, stream(data, entries))
        return number

    def _reference(self, reference: IndirectObject) -> bytes:
        key = reference.idnum, reference.generation
        if key not in self._numbers:
            self._numbers[key] = number = self._objects.reserve()
            self._objects.put(number, self._text(reference.get_object()))
        return b"%d 0 R" % self._numbers[key]

    def _text(self, value: PdfObject | None) -> bytes:
        if isinstance(value, IndirectObject):
            return self._reference(value)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return b"<<%b>>" % self._entries(value)
        if isinstance(value, ArrayObject):
            return b"[%b]" % b" ".join(self._text(item) for item in value)
        return _plain(value)

    def _entries(self, dictionary: DictionaryObject, without: frozenset[str] = frozenset()) -> bytes:
        kept = [key for key in dictionary if key not in without]
        return b"".join(_plain(NameObject(key)) + b" " + self._text(dictionary.raw_get(key)) for key in kept)

    def _stream(self, value: StreamObject) -> bytes:
        filters = value.get("/Filter")
        last = filters[-1] if isinstance(filters, ArrayObject) and filters else filters
        data = value.get_data()
        if last not in _PICTURES:
            return stream(data, self._entries(value, _STREAM_KEYS))
        entries = self._entries(value, _STREAM_KEYS)
        return b"<<%b/Filter%b/Length %d>>stream\n%b\nendstream" % (entries, _plain(last), len(data), data)


def _plain(value: PdfObject | None) -> bytes:
    if value is None:
        return b"null"
    target = BytesIO()
    value.write_to_stream(target)
    return target.getvalue()
