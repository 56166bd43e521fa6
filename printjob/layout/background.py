"""A PDF drawn elsewhere as the background (台紙) of a page: taken over as it is, once, or refused with the reason.

What is printed under a notice must be on paper what its designer saw, everywhere and always. So the file is refused when it is encrypted,
when the page has another size than the form (0.5 mm), is turned, or bears links, notes or form fields; when the file carries scripts,
actions or other files; when a font is not embedded; when it draws with a colour other than black and its tints; and when a picture is
stored with loss or in a way of its own (JPEG, CCITT, JBIG2). Source: ISO 32000-1:2008, 7.6 (encryption), 8.6 (colour), 8.9.5
(images), 9.9 (embedded fonts), 12.5 (annotations), 12.6 (actions).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from printjob.declared import Node
from printjob.layout.arts import Background, points

_SIZE_SLACK_PT = points(0.5)
_FILTERS = {"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}
_ALIVE = {"/OpenAction": "an action", "/AA": "actions", "/AcroForm": "form fields", "/Collection": "other files", "/AF": "other files"}
_NAMED = {"/JavaScript": "scripts", "/EmbeddedFiles": "other files"}
_ON_PAGE = {"/Annots": "links or notes", "/AA": "actions", "/AF": "other files"}
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_GREY_SPACES = {"/DeviceGray", "/CalGray"}


def background(file: Node, page: int, folder: Path, size_pt: tuple[float, float]) -> Background:
    """The page (``page`` counts from 1) of the PDF in ``folder``; refused at the declared ``file``."""
    name = file.filled()
    if Path(name).name != name:
        file.refuse("a background lies in the form's own folder: expected a file name")
    try:
        pdf = (folder / name).read_bytes()
        reader = PdfReader(BytesIO(pdf), strict=False)
        if reader.is_encrypted:
            file.refuse("the background is encrypted")
        if page > len(reader.pages):
            file.refuse(f"the background has no page {page}, only {len(reader.pages)}")
        _check(file, reader, page - 1, size_pt)
    except OSError as cause:
        file.refuse(f"the background cannot be read: {cause.strerror}")
    except DependencyError:  # only what is encrypted needs another library
        file.refuse("the background is encrypted")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError):
        file.refuse("the background is no PDF, or damaged")
    return Background(pdf, page - 1)


def _check(file: Node, reader: PdfReader, number: int, size_pt: tuple[float, float]) -> None:
    page, root = reader.pages[number], reader.root_object
    box = page.mediabox
    if any(abs(float(have) - want) > _SIZE_SLACK_PT for have, want in zip((box.width, box.height), size_pt, strict=True)):
        width, height = (float(side) * 25.4 / 72 for side in (box.width, box.height))
        file.refuse(f"the background is {width:.1f} x {height:.1f} mm, not of the form's size")
    if page.rotation % 360:
        file.refuse("the background's page is turned: save it upright")
    alive = [what for key, what in _ALIVE.items() if _filled(root.get(key))]
    names = root.get("/Names")
    named = names.get_object() if names is not None else {}
    alive += [what for key, what in _NAMED.items() if _filled(named.get(key))]
    alive += [what for key, what in _ON_PAGE.items() if _filled(page.get(key))]
    if alive:
        file.refuse(f"the background carries {', '.join(dict.fromkeys(alive))}: save it without")
    for flaw in _flaws(page, reader):
        file.refuse(f"the background {flaw}")


def _filled(value: Any) -> bool:
    resolved = value.get_object() if value is not None else None
    return bool(resolved) if isinstance(resolved, ArrayObject | DictionaryObject) else resolved is not None


def _flaws(page: DictionaryObject, reader: PdfReader) -> Iterator[str]:
    contents = page.get("/Contents")
    if contents is not None:
        yield from _coloured(ContentStream(contents.get_object(), reader))
    for one in _reached(page.get("/Resources")):
        yield from _font_flaws(one)
        if isinstance(one, StreamObject):
            yield from _stream_flaws(one, reader)


def _reached(start: Any) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that ``start`` refers to, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value = value.get_object()
        if isinstance(value, ArrayObject):
            waiting.extend(value)
        elif isinstance(value, DictionaryObject):
            yield value
            waiting.extend(value.raw_get(key) for key in value)


def _font_flaws(one: DictionaryObject) -> Iterator[str]:
    if one.get("/Type") != "/Font" or one.get("/Subtype") in ("/Type0", "/Type3"):
        return
    descriptor = one.get("/FontDescriptor")
    known = descriptor.get_object() if descriptor is not None else {}
    if not any(key in known for key in _FONT_FILES):
        yield f"uses the font {str(one.get('/BaseFont', '')).lstrip('/')}, which is not embedded in it"


def _stream_flaws(one: StreamObject, reader: PdfReader) -> Iterator[str]:
    filters = one.get("/Filter", ArrayObject()).get_object()
    unknown = [str(name) for name in (filters if isinstance(filters, ArrayObject) else [filters]) if name not in _FILTERS]
    if unknown:
        yield f"holds data stored as {unknown[0].lstrip('/')}: save its pictures without loss (Flate)"
    elif "/F" in one or "/Ref" in one or "/OPI" in one or one.get("/Subtype") == "/PS":
        yield "takes parts from outside the file"
    elif one.get("/Subtype") == "/Form":
        yield from _coloured(ContentStream(one, reader))
    elif one.get("/Subtype") == "/Image" and not one.get("/ImageMask") and not _is_grey(one.get("/ColorSpace")):
        yield "holds a coloured picture: the press prints black only"


def _is_grey(space: Any) -> bool:
    known = space.get_object() if space is not None else None
    if isinstance(known, ArrayObject) and known:
        if known[0] == "/ICCBased":
            return bool(known[1].get_object().get("/N") == 1)
        return known[0] in _GREY_SPACES
    return known in _GREY_SPACES


def _coloured(content: ContentStream) -> Iterator[str]:
    for operands, operator in content.operations:
        amounts = [float(one) for one in operands if isinstance(one, int | float)]
        if operator in (b"rg", b"RG", b"sc", b"SC", b"scn", b"SCN") and len(amounts) == 3 and len(set(amounts)) > 1:
            yield "draws with a colour: the press prints black only"
            return
        if operator in (b"k", b"K", b"sc", b"SC", b"scn", b"SCN") and len(amounts) == 4 and any(amounts[:3]):
            yield "draws with a colour: the press prints black only"
            return
