"""A job's fonts as the file declares them: what each code says (ToUnicode), how wide it is, and which outline it draws.

ToUnicode proves nothing about ink. So a code counts as *proven* only when the embedded outline that the printer will fill is the
source font's glyph for the very character or variation sequence that ToUnicode claims (字形検査), and its width is that glyph's
advance. Text with an unproven code is not read.
Source: ISO 32000-1:2008, 9.6.6 (simple fonts), 9.7 (composite fonts), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from fontTools import agl

from printjob.verify.objects import damaged, read_value, unescaped
from printjob.verify.pdffile import PdfFile
from printjob.verify.sourcefont import TrueType, same_outline

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WIDTH_TOLERANCE = 0.6  # thousandths of an em: widths may be rounded to whole numbers
_SYMBOLIC = 4
_WINDOWS_UNICODE, _WINDOWS_SYMBOL, _MACINTOSH = (3, 1), (3, 0), (1, 0)
_MOST_REMEMBERED = 20_000


class PrintedFont:
    """One font resource of a job's pages."""

    def __init__(self, pdf: PdfFile, entries: dict[str, Any], sources: dict[str, TrueType]) -> None:
        self.two_byte = entries.get("Subtype") == "Type0"
        self.face = ""
        self.unproven: dict[int, str] = {}
        self._pdf, self._entries = pdf, entries
        self.literals: dict[bytes, tuple[str, float]] = {}
        self._remembered: dict[bytes, tuple[str, float] | None] = {}
        self._texts = to_unicode(pdf.decoded(pdf.stream(entries.get("ToUnicode")))) if "ToUnicode" in entries else {}
        descendant = self._descendant() if self.two_byte else entries
        self._widths, self._default = self._declared_widths(descendant)
        self._prove(descendant, sources)
        same = [chr(code) for code, text in self._texts.items() if code not in self.unproven and text == chr(code)]
        widths = {text: self._widths.get(ord(text), self._default) / 1000 for text in same}
        self._even = widths[same[0]] if len(set(widths.values())) == 1 else None
        self._width_of = widths.__getitem__
        self._plain = re.compile("[" + re.escape("".join(same)) + "]*") if same else re.compile("(?!)")

    def read(self, string: bytes) -> tuple[str, float] | None:
        """Text and width in em of a shown string; ``None`` where a code is unknown or unproven."""
        remembered = self._remembered
        if string in remembered:
            return remembered[string]
        if len(remembered) > _MOST_REMEMBERED:
            remembered.clear()
        found = remembered[string] = self._read(string)
        return found

    def claimed(self, string: bytes) -> str:
        """What ToUnicode claims a string to say, proven or not; unknown codes become U+FFFD."""
        return "".join(self._texts.get(code, "\ufffd") for code in self.codes(string))

    def doubt(self, string: bytes) -> str:
        """Why a string cannot be read."""
        return next((self.unproven.get(code, "a code has no ToUnicode entry") for code in self.codes(string)
                     if code in self.unproven or code not in self._texts), "")

    def learn(self, inside: bytes) -> tuple[str, float] | None:
        """As :meth:`read`, for what stands between a literal's parentheses; what is readable is kept in ``literals``."""
        found = self._read(unescaped(inside))
        if len(self.literals) > _MOST_REMEMBERED:
            self.literals.clear()
        if found is not None:
            self.literals[inside] = found
        return found

    def advance(self, string: bytes) -> float:
        """Width of a string in em by the file's own widths."""
        return sum([self._widths.get(code, self._default) for code in self.codes(string)]) / 1000

    def codes(self, string: bytes) -> list[int]:
        """The character codes of a string."""
        if not self.two_byte:
            return list(string)
        if len(string) % 2:
            raise damaged("a string of two-byte codes has an odd length")
        codes: list[int] = np.frombuffer(string, ">u2").tolist()
        return codes

    def _read(self, string: bytes) -> tuple[str, float] | None:
        wide = self.two_byte and len(string) % 2 == 0
        text = codecs.utf_16_be_decode(string, "surrogatepass", True)[0] if wide else string.decode("latin-1")
        if self._plain.fullmatch(text) is not None:
            return text, (sum(map(self._width_of, text)) if self._even is None else len(text) * self._even)
        codes = self.codes(string)
        if any(code not in self._texts or code in self.unproven for code in codes):
            return None
        return "".join(self._texts[code] for code in codes), self.advance(string)

    # -- what the file declares -----------------------------------------------------------------------------------------------

    def _descendant(self) -> dict[str, Any]:
        fonts = self._pdf.resolved(self._entries.get("DescendantFonts"))
        if self._entries.get("Encoding") != "Identity-H" or not isinstance(fonts, list) or len(fonts) != 1:
            raise damaged("a composite font is not Identity-H")
        return self._pdf.dictionary(fonts[0])

    def _declared_widths(self, font: dict[str, Any]) -> tuple[dict[int, float], float]:
        if self.two_byte:
            return dict(_cid_widths(self._pdf.resolved(font.get("W")) or [], self._pdf)), font.get("DW", 1000)
        first, widths = font.get("FirstChar"), self._pdf.resolved(font.get("Widths"))
        if not isinstance(first, int) or not isinstance(widths, list):
            raise damaged("a simple font has no widths")
        return {first + index: self._pdf.resolved(width) for index, width in enumerate(widths)}, 0

    # -- proof ----------------------------------------------------------------------------------------------------------------

    def _prove(self, font: dict[str, Any], sources: dict[str, TrueType]) -> None:
        descriptor = self._pdf.dictionary(font.get("FontDescriptor"))
        name = str(font.get("BaseFont", "")).split("+")[-1]
        self.face = next((face for face, source in sources.items() if name in (source.postscript_name, face)), "")
        if not self.face or "FontFile2" not in descriptor:
            self.unproven = dict.fromkeys(self._texts, f"the font {name[:40]} is not embedded or none of the form's")
            return
        source = sources[self.face]
        embedded = TrueType(self._pdf.decoded(self._pdf.stream(descriptor["FontFile2"])))
        glyphs = self._cid_glyphs(font) if self.two_byte else self._simple_glyphs(embedded, int(descriptor.get("Flags", 0)))
        if embedded.units_per_em != source.units_per_em:
            self.unproven = dict.fromkeys(self._texts, "the embedded font has another em")
            return
        for code, cluster in self._texts.items():
            wrong = self._wrong(code, cluster, glyphs.get(code, set()), embedded, source)
            if wrong:
                self.unproven[code] = wrong

    def _wrong(self, code: int, cluster: str, glyphs: set[int], embedded: TrueType, source: TrueType) -> str:
        expected = source.glyph(cluster)
        if expected is None:
            return "the source font has no glyph for it"
        if not glyphs or not all(same_outline(embedded, glyph, source, expected) for glyph in glyphs):
            return "the embedded outline is another one"
        width = source.advances[expected] * 1000 / source.units_per_em
        if abs(self._widths.get(code, self._default) - width) > _WIDTH_TOLERANCE:
            return "the declared width is not the glyph's advance"
        return ""

    def _cid_glyphs(self, font: dict[str, Any]) -> dict[int, set[int]]:
        mapped = font.get("CIDToGIDMap", "Identity")
        if mapped == "Identity":
            return {code: {code} for code in self._texts}
        table = np.frombuffer(self._pdf.decoded(self._pdf.stream(mapped)), ">u2").tolist()
        return {code: {table[code]} for code in self._texts if code < len(table)}

    def _simple_glyphs(self, embedded: TrueType, flags: int) -> dict[int, set[int]]:
        """Every glyph that one reader or another would take for a code: viewers differ in the character map they ask first."""
        encoded = self._encoding(bool(flags & _SYMBOLIC))
        found: dict[int, set[int]] = {code: set() for code in self._texts}
        for key, table in embedded.subtables.items():
            for code, glyphs in found.items():
                glyph = _by_subtable(key, table, code, encoded)
                if glyph is not None:
                    glyphs.add(glyph)
        return found

    def _encoding(self, symbolic: bool) -> dict[int, int]:
        """The Unicode value by which a code is looked up: WinAnsi, with the differences that the font names."""
        given = self._pdf.resolved(self._entries.get("Encoding"))
        base = given.get("BaseEncoding") if isinstance(given, dict) else given
        if base != "WinAnsiEncoding" and not symbolic:
            raise damaged("a simple font has an encoding that is not expected")
        encoded = {code: ord(bytes([code]).decode("cp1252", "replace")) for code in range(256)}
        code = 0
        for member in self._pdf.resolved(given.get("Differences", [])) if isinstance(given, dict) else []:
            if isinstance(member, int):
                code = member
            else:
                encoded[code] = ord(agl.toUnicode(str(member)) or "\ufffd")
                code += 1
        return encoded


def _by_subtable(key: tuple[int, int], table: dict[int, int], code: int, encoded: dict[int, int]) -> int | None:
    if key == _WINDOWS_SYMBOL:
        return table.get(0xF000 + code, table.get(code))
    if key == _WINDOWS_UNICODE:
        return table.get(encoded[code])
    return table.get(code) if key == _MACINTOSH else None


def _cid_widths(rows: list[Any], pdf: PdfFile) -> Iterator[tuple[int, float]]:
    waiting = list(reversed(rows))
    while waiting:
        first, second = waiting.pop(), pdf.resolved(waiting.pop())
        if isinstance(second, list):
            yield from ((first + index, width) for index, width in enumerate(second))
        else:
            width = waiting.pop()
            yield from ((code, width) for code in range(first, second + 1))


def to_unicode(cmap: bytes) -> dict[int, str]:
    """What each code says, by a ToUnicode map; ``PJ-1507-E`` where it is not readable.

    >>> to_unicode(b"1 beginbfchar <0041> <0041> endbfchar 1 beginbfrange <0030> <0031> <0030> endbfrange")
    {65: 'A', 48: '0', 49: '1'}
    """
    found: dict[int, str] = {}
    for section in _SECTION.finditer(cmap):
        values = list(_values(section[2]))
        step = 2 if section[1] == b"bfchar" else 3
        for row in range(0, len(values), step):
            found.update(_row(values[row : row + step]))
    return found


def _values(body: bytes) -> Iterator[Any]:
    position = 0
    body = body.rstrip()
    while position < len(body):
        value, position = read_value(body, position)
        yield value


def _row(row: list[Any]) -> Iterator[tuple[int, str]]:
    first, last, text = int.from_bytes(row[0], "big"), int.from_bytes(row[-2], "big"), row[-1]
    if isinstance(text, list):
        yield from ((first + index, member.decode("utf-16-be")) for index, member in enumerate(text))
        return
    if first == last:
        yield first, text.decode("utf-16-be")
        return
    head, tail = text[:-2].decode("utf-16-be"), int.from_bytes(text[-2:], "big")
    yield from ((first + index, head + chr(tail + index)) for index in range(last - first + 1))
