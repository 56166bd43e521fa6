"""Static art (固定部分): that the drawing embedded in a job is, operator for operator, the drawing that was compiled.

Two drawings are compared by fingerprints of what they say: operators with their operands, and in place of each resource's name the
resource itself (fonts with their embedded files, further XObjects), streams decoded. Names, object numbers, order of entries and
compression do not matter; anything that could change ink does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from printjob.verify.objects import Name, Ref, Word, at_end, read_value
from printjob.verify.pdffile import PdfFile, Stream

_RESOURCE_OF = {"Tf": "Font", "Do": "XObject", "gs": "ExtGState", "cs": "ColorSpace", "CS": "ColorSpace", "scn": "Pattern", "SCN": "Pattern", "sh": "Shading"}
_NO_INK = {"Length", "Filter", "Parent", "ProcSet", "Name", "Trans"}


class Fingerprints:
    """Fingerprints of one file's drawings; objects are looked at once."""

    def __init__(self, pdf: PdfFile) -> None:
        self._pdf = pdf
        self._known: dict[int, str] = {}

    def of_drawing(self, content: bytes, resources: dict[str, Any]) -> str:
        """Fingerprint of a content stream under its resources."""
        drawn, used = _operators(content)
        return _digest("\n".join([drawn, *(self._resource(category, name, resources) for category, name in used)]))

    def of_form(self, stream: Stream) -> str:
        """Fingerprint of a Form XObject's drawing."""
        return self.of_drawing(self._pdf.decoded(stream), self._pdf.dictionary(stream.entries.get("Resources", {})))

    def _resource(self, category: str, name: str, resources: dict[str, Any]) -> str:
        members = self._pdf.dictionary(resources.get(category, {}))
        return self._value(members[name], ()) if name in members else f"/{name}"

    def _value(self, value: Any, within: tuple[int, ...]) -> str:
        if isinstance(value, Ref):
            return self._object(value, within)
        if isinstance(value, Stream):
            left, data = self._pdf.picture_data(value)
            undone = () if left else ("DecodeParms",)
            entries = {name: entry for name, entry in value.entries.items() if name not in undone}
            return f"{self._value(entries, within)}:{left}:{_digest(data)}"
        return _shown(value, lambda member: self._value(member, within))

    def _object(self, reference: Ref, within: tuple[int, ...]) -> str:
        number = reference.number
        if number in within:
            return "loop"
        if number not in self._known:
            self._known[number] = _digest(self._value(self._pdf.object(number), (*within, number)))
        return self._known[number]


def _shown(value: Any, inner: Callable[[Any], str]) -> str:
    """One way to write each value that is neither reference nor stream; ``inner`` writes what it holds."""
    if isinstance(value, dict):
        entries = sorted((name, member) for name, member in value.items() if name not in _NO_INK)
        return "<" + " ".join(f"{name}={inner(member)}" for name, member in entries) + ">"
    if isinstance(value, list):
        return "[" + " ".join(map(inner, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.4f}"
    return f"/{value}" if isinstance(value, Name) else repr(value)


@functools.lru_cache(maxsize=64)
def _operators(content: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Digest of a drawing's operators, resources numbered in the order of their first use, and these resources' kinds and names.

    Remembered by the drawing's bytes: all jobs of a form embed the same ones.
    """
    used: dict[tuple[str, str], int] = {}
    lines: list[str] = []
    position, operands = 0, []
    while not at_end(content, position):
        value, position = read_value(content, position)
        if not isinstance(value, Word):
            operands.append(value)
            continue
        category = _RESOURCE_OF.get(value)
        shown = [
            f"#{used.setdefault((category, str(operand)), len(used))}" if category and isinstance(operand, Name) else _operand(operand)
            for operand in operands
        ]
        lines.append(f"{value} {' '.join(shown)}")
        operands = []
    return _digest("\n".join(lines)), tuple(used)


def _operand(value: Any) -> str:
    return _shown(value, _operand)


@functools.lru_cache(maxsize=64)
def compiled_arts(path: Path) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Fingerprint and page box of each page of a form's art file, in order."""
    pdf = PdfFile(path)
    fingerprints = Fingerprints(pdf)
    arts = []
    for number in pdf.pages:
        page = pdf.page(number)
        content = page_content(pdf, page)
        box = tuple(float(pdf.resolved(edge)) for edge in pdf.resolved(page.get("MediaBox")))
        arts.append((fingerprints.of_drawing(content, pdf.dictionary(page.get("Resources", {}))), box))
    return tuple(arts)


def page_content(pdf: PdfFile, page: dict[str, Any]) -> bytes:
    """A page's whole content, its streams joined."""
    contents = pdf.resolved(page.get("Contents"))
    streams = contents if isinstance(contents, list) else [contents]
    return b"\n".join(pdf.decoded(pdf.stream(stream)) for stream in streams)


def embedded_arts(pdf: PdfFile, resources: dict[str, Any], compiled: tuple[tuple[str, tuple[float, ...]], ...]) -> dict[str, set[int]]:
    """For each Form XObject of a page's resources the compiled arts that it is identical with; none where it was changed."""
    fingerprints = Fingerprints(pdf)
    found: dict[str, set[int]] = {}
    for name, reference in pdf.dictionary(resources.get("XObject", {})).items():
        stream = pdf.stream(reference)
        box = tuple(float(edge) for edge in pdf.resolved(stream.entries.get("BBox", [])))
        untouched = stream.entries.get("Subtype") == "Form" and pdf.resolved(stream.entries.get("Matrix", [1, 0, 0, 1, 0, 0])) == [1, 0, 0, 1, 0, 0]
        drawn = (fingerprints.of_form(stream), tuple(round(edge, 2) for edge in box))
        same = [(print_, tuple(round(edge, 2) for edge in page)) for print_, page in compiled]
        found[name] = {index for index, art in enumerate(same) if art == drawn} if untouched else set()
    return found


def _digest(text: str | bytes) -> str:
    return sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()


