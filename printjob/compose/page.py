"""A page's content stream from its texts (頁の組立): one program for each kind of page and the kinds of the rows on
it.

The program is made once and then does the same few whole-page steps for every page: pick the values, join, encode,
escape and split them, lay them between the prepared operators. A fitted value is expected in its first fit on one
line, a value with several faces in its first face; the few that are otherwise are set by themselves behind the
others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import getitem, itemgetter
from typing import Any

from printjob.compose.fontnames import FontUse
from printjob.compose.loose import LooseSlot
from printjob.compose.narrow import set_narrow
from printjob.compose.slots import CLOSE, ByWidth, Chain, Placed, in_order, is_set_back
from printjob.compose.syntax import escaped
from printjob.compose.used import UsedCodes
from printjob.model.record import Fitted
from printjob.typefaces.face import face

Texts = tuple[str, ...]
Loosener = Callable[[Placed], LooseSlot]
Covers = Callable[[str], bool]

_BLACK = b"0 0 0 1 k\n"
"""the black ink alone, as static art has it"""
_SEPARATOR = "\ufffe\uffff"
"""Two noncharacters: the bytes FF FE FF FF cannot occur across other characters, since U+FEFF has no glyph."""
_WIDE_SEPARATOR = _SEPARATOR.encode("utf-16-be")


class PageProgram:
    """Composes the pages of one kind. ``art`` are the operators that paint what stands beneath the texts, ``counts``
    the numbers of plain and of fitted texts that a page is given.
    """

    def __init__(
        self,
        art: bytes,
        placed: Sequence[Placed],
        counts: tuple[int, int],
        chain: Chain,
        loosen: Loosener,
        used: UsedCodes,
    ) -> None:
        self._counts = counts
        self._start = art + _BLACK + b"BT\n"
        ordered = in_order(placed)
        self._narrow = _NarrowTexts([p for p in ordered if p.use.narrow], chain, used)
        self._wide = _WideTexts([p for p in ordered if not p.use.narrow], counts[0], chain, loosen, used)

    def content(self, texts: Texts, fitted: tuple[Fitted, ...]) -> bytes:
        """The operators for one page, up to the end of its text object; ``ValueError`` for other counts of texts."""
        if (len(texts), len(fitted)) != self._counts:
            raise ValueError("another number of texts than the form has")
        return b"".join([self._start, *self._narrow.pairs(texts), *self._wide.pairs(texts, fitted), CLOSE, b"ET\n"])


class _NarrowTexts:
    """The one-byte texts of a page, each behind the operators for its number of columns."""

    def __init__(self, placed: Sequence[Placed], chain: Chain, used: UsedCodes) -> None:
        self._pick = _picker([p.source for p in placed])
        self._tables = [chain.narrow(p) for p in placed]
        self._used = _gatherers(placed, used)

    def pairs(self, texts: Texts) -> list[bytes]:
        chosen = self._pick(texts)
        if not chosen:
            return []
        for span, gathered in self._used:
            gathered.extend(chosen[span])
        pairs = [b""] * (2 * len(chosen))
        columns, pairs[1::2] = set_narrow(chosen)
        pairs[::2] = map(getitem, self._tables, columns)
        return pairs


class _WideTexts:
    """The two-byte texts of a page, those behind the others included that must be set by themselves."""

    def __init__(self, placed: Sequence[Placed], plain: int, chain: Chain, loosen: Loosener, used: UsedCodes) -> None:
        fitted = [p for p in placed if p.slot.fitted]
        first_lines = {id(p): plain + at for at, p in enumerate(fitted)}
        self._pick_fitted = _picker([p.source for p in fitted])
        self._pick = _picker([first_lines.get(id(p), p.source) for p in placed])
        self._loose = [loosen(p) for p in fitted]
        self._several = _several_faces(placed, loosen)
        self._at_left = sum(not is_set_back(p) for p in placed)
        operators = [chain.wide(p) for p in placed]
        self._frame = [item for before in operators for item in (b"" if isinstance(before, ByWidth) else before, b"")]
        self._by_width = [before for before in operators if isinstance(before, ByWidth)]
        self._gatherers, self._used = _gatherers(placed, used), used

    def pairs(self, texts: Texts, fitted: tuple[Fitted, ...]) -> list[bytes]:
        values = self._pick_fitted(fitted)
        lines = tuple([value.lines[0] if len(value.lines) == 1 and not value.fit else "" for value in values])
        chosen, odd = self._pick(texts + lines), []
        if "" in lines:
            odd = [
                (slot, value)
                for slot, value in zip(self._loose, values, strict=True)
                if value.fit or len(value.lines) > 1
            ]
        for covers, slots in self._several:
            if not covers("".join([chosen[at] for at, _ in slots])):
                chosen = _set_apart(chosen, covers, slots, odd)
        for span, gathered in self._gatherers:
            gathered.extend(chosen[span])
        pairs = self._frame.copy()
        if self._by_width:
            pairs[2 * self._at_left :: 2] = map(getitem, self._by_width, chosen[self._at_left :])
        if odd:
            chosen += self._add_odd(odd, pairs)
        if chosen:
            pairs[1::2] = escaped(_SEPARATOR.join(chosen).encode("utf-16-be")).split(_WIDE_SEPARATOR)
        return pairs

    def _add_odd(self, odd: list[tuple[LooseSlot, Fitted]], pairs: list[bytes]) -> Texts:
        runs = [run for slot, value in odd for run in slot.runs(value)]
        for face_id, operators, text in runs:
            pairs += operators, b""
            self._used.of(FontUse(face_id, False)).append(text)
        return tuple([text for _, _, text in runs])


def _several_faces(placed: Sequence[Placed], loosen: Loosener) -> list[tuple[Covers, list[tuple[int, LooseSlot]]]]:
    """Positions of the slots with several faces, by the quick test of their first face."""
    several = [(at, p) for at, p in enumerate(placed) if len(p.slot.faces) > 1]
    first_faces = sorted({p.slot.faces[0] for _, p in several})
    return [
        (face(name).covers, [(at, loosen(p)) for at, p in several if p.slot.faces[0] == name]) for name in first_faces
    ]


def _set_apart(
    chosen: Texts, covers: Covers, slots: Sequence[tuple[int, LooseSlot]], odd: list[tuple[LooseSlot, Fitted]]
) -> Texts:
    """Takes out the texts that their first face does not cover."""
    kept = list(chosen)
    for at, slot in slots:
        if not covers(kept[at]):
            odd.append((slot, Fitted(0, (kept[at],))))
            kept[at] = ""
    return tuple(kept)


def _picker(sources: Sequence[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    if len(sources) > 1:
        return itemgetter(*sources)
    return lambda values: tuple([values[source] for source in sources])


def _gatherers(placed: Sequence[Placed], used: UsedCodes) -> list[tuple[slice, list[str]]]:
    """Which of a page's texts go to which font's list; texts of one font stand together."""
    groups = groupby(enumerate(placed), key=lambda item: item[1].use)
    spans = [(use, [at for at, _ in members]) for use, members in groups]
    return [(slice(span[0], span[-1] + 1), used.of(use)) for use, span in spans]
