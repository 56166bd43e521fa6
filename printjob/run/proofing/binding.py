"""Binding pages of several PDFs into one (製本): pages of papers, and on them whole pages of print files, moved, scaled and cut out.

A page that is placed many times lies in the file once. No dates, no names of machines: the same pages give the same bytes.
Source: ISO 32000-1:2008, 8.10 (form XObjects), 8.5.4 (clipping paths).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, StreamObject

Place = tuple[Path, int]
"""a page of a print file, from 1"""


class Drawn(NamedTuple):
    """Operators drawn upon a page, in points from its lower left corner; ``/P0``, ``/P1`` ... in them are the placed pages in order."""

    operators: bytes
    placed: tuple[Place, ...] = ()


class Binder:
    """A book being bound, page after page."""

    def __init__(self, title: str) -> None:
        self._writer = PdfWriter()
        self._writer.metadata = None
        self._writer.add_metadata({"/Title": title, "/Producer": "printjob"})
        self._readers: dict[Path, PdfReader] = {}
        self._objects: dict[Place, IndirectObject] = {}

    def pages(self, paper: bytes) -> Iterator[PageObject]:
        """The pages of a paper, to be added one by one."""
        return iter(PdfReader(BytesIO(paper)).pages)

    def add(self, page: PageObject, drawn: Drawn | None = None) -> None:
        """Add a paper's page; what is drawn lies under the paper's own words."""
        added = self._writer.add_page(page)
        if drawn is not None:
            self._draw(added, drawn)

    def size(self, place: Place) -> tuple[float, float]:
        """Width and height of a print file's page, in points."""
        box = self._page(place).mediabox
        return float(box.width), float(box.height)

    def bytes(self) -> bytes:
        """The book."""
        target = BytesIO()
        self._writer.write(target)
        return target.getvalue()

    def _page(self, place: Place) -> PageObject:
        reader = self._readers.setdefault(place[0], PdfReader(place[0]))
        return reader.pages[place[1] - 1]

    def _draw(self, page: PageObject, drawn: Drawn) -> None:
        own = _entries(page, "/Resources")
        objects = _entries(own, "/XObject")
        for number, place in enumerate(drawn.placed):
            objects[NameObject(f"/P{number}")] = self._object(place)
        own[NameObject("/XObject")] = objects
        page[NameObject("/Resources")] = own
        stream = StreamObject()
        stream.set_data(b"q\n" + drawn.operators + b"\nQ")
        contents = page.raw_get("/Contents")
        parts = contents.get_object() if isinstance(contents.get_object(), ArrayObject) else [contents]
        page[NameObject("/Contents")] = ArrayObject([self._writer._add_object(stream.flate_encode()), *parts])  # noqa: SLF001 - pypdf has no other door

    def _object(self, place: Place) -> IndirectObject:
        """A print file's page as a form XObject, made at its first use."""
        if place not in self._objects:
            page = self._page(place)
            stream = StreamObject()
            contents = page.get_contents()
            stream.set_data(contents.get_data() if contents is not None else b"")
            packed = stream.flate_encode()
            width, height = self.size(place)
            packed[NameObject("/Type")], packed[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
            packed[NameObject("/BBox")] = ArrayObject([FloatObject(edge) for edge in (0, 0, width, height)])
            packed[NameObject("/Resources")] = page.raw_get("/Resources").clone(self._writer)
            self._objects[place] = self._writer._add_object(packed)  # noqa: SLF001 - pypdf has no other door
        return self._objects[place]


def _entries(holder: DictionaryObject, key: str) -> DictionaryObject:
    """A dictionary's own copy of one of its dictionaries, so that a change of it stays on this page."""
    own, found = DictionaryObject(), holder.get(key)
    if found is not None:
        own.update(found.get_object())
    return own
