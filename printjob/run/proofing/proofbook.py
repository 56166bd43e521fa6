"""The proof book (校正刷り): a form's named samples on paper for signature, front and back, and the first sheet behind its window.

A cover with what is approved (the form's digest by run kind) and room to sign, a list of all samples with what was expected and what
became of each, then every printed sample. The same site, form, municipality and date give the same bytes; people are invented, codes
void, 見本 on every part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob import __version__
from printjob.durable import write_whole
from printjob.faultbook import BOOK
from printjob.layout.check.envelope import Envelope
from printjob.layout.papers import draw_papers
from printjob.layout.wareki import full_wareki_date
from printjob.model.filled import Filled
from printjob.model.form import Side
from printjob.run.designing.specimens import Printed, Specimen, SpecimenOrder, Specimens, make_specimens
from printjob.run.foldedview import View, folded
from printjob.run.proofing.binding import Binder, Drawn
from printjob.run.site import Site

_FOLD, _SHEET = "proof-fold", "proof-sheet"
_PT = 72 / 25.4
_STATES = {"printed": "印刷", "held": "保留", "pulled": "引抜き", "quarantined": "受入エラー"}
_CORNERS = (("左上に寄ったとき", 0.0, 0.0), ("右上に寄ったとき", 1.0, 0.0), ("左下に寄ったとき", 0.0, 1.0), ("右下に寄ったとき", 1.0, 1.0))
_FOLD_HEIGHT, _SHEET_HEIGHT = 210.0, 297.0
_SIDE_ROOM = (193.2, 273.2)
"""what a page may take on a sheet's leaf of the book, width and height in mm"""
_SIDES_AT = ((8.4, 17.6), (218.4, 17.6))
_MAIN_AT, _SMALL_AT, _SMALL_STEP, _SMALL_SCALE = (31.0, 45.0), (16.0, 168.6), 67.0, 0.27


class BookMade(msgspec.Struct, frozen=True, kw_only=True):
    """A book that was written: the samples in it and those that did not become what the sample file says."""

    id: str
    path: Path
    pages: int
    samples: int
    unexpected: tuple[str, ...]


class _Leaf(NamedTuple):
    """A page of the book behind the list: the paper it is drawn with, its words, what is placed on it."""

    paper: str
    words: dict[str, str]
    drawn: Drawn


class _Chapter(NamedTuple):
    """A sample's pages; none for one that is not printed."""

    specimen: Specimen
    number: int
    leaves: tuple[_Leaf, ...]


def make_book(site: Site, order: SpecimenOrder, out: Path) -> BookMade:
    """Write the proof book of a form for a municipality to ``out``; a folder that it makes is its owner's alone."""
    with tempfile.TemporaryDirectory(prefix="printjob-") as scratch:
        made = make_specimens(site, order, Path(scratch))
        content, pages = _Book(site, order, made).bound()
    out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(out, content)
    unexpected = tuple(one.sample.name for one in made.items if not one.as_expected)
    return BookMade(id=order.form, path=out, pages=pages, samples=len(made.items), unexpected=unexpected)


class _Book:
    def __init__(self, site: Site, order: SpecimenOrder, made: Specimens) -> None:
        self._site, self._order, self._made = site, order, made
        self._manifest, self._campaign = made.campaigns[0]
        self._envelopes = site.envelopes()
        self._municipality = f"{order.municipality} {self._campaign.municipality_name}"
        self._edition = self._campaign.form.edition
        self._footer = f"校正刷り　{self._campaign.title}　{self._edition}　{self._municipality}　発付日 {self._manifest.issued_on}"
        self._binder = Binder(f"校正刷り {self._campaign.title} {self._edition} {self._municipality}")

    def bound(self) -> tuple[bytes, int]:
        """The book's bytes and how many pages it has."""
        chapters = [self._chapter(number, one) for number, one in enumerate(self._made.items, 1)]
        before = 1 + len(list(self._binder.pages(self._paper("proof-list", self._named(), self._list(chapters, 0)))))
        leaves = [leaf for one in chapters for leaf in one.leaves]
        total = before + len(leaves)
        front = [self._paper("proof-cover", self._cover(total)), self._paper("proof-list", self._named(), self._list(chapters, before))]
        for page in (page for paper in front for page in self._binder.pages(paper)):
            self._binder.add(page)
        numbered = [leaf._replace(words={**leaf.words, "footer": self._footer, "page": f"{number}／{total}"}) for number, leaf in enumerate(leaves, before + 1)]
        papers = {name: self._binder.pages(self._paper(name, {}, [leaf.words for leaf in numbered if leaf.paper == name])) for name in (_FOLD, _SHEET)}
        for leaf in numbered:
            self._binder.add(next(papers[leaf.paper]), leaf.drawn)
        return self._binder.bytes(), total

    def _paper(self, name: str, words: dict[str, str], rows: Sequence[dict[str, str]] = ()) -> bytes:
        return draw_papers(self._site.layout_folder(name).parent, [Filled(name, words, rows)])

    def _named(self) -> dict[str, str]:
        return {"form_title": self._campaign.title, "municipality": self._municipality, "edition": self._edition}

    def _cover(self, pages: int) -> dict[str, str]:
        items, states = self._made.items, [one.state for one in self._made.items]
        digests = {manifest.run_kind: campaign.digest for manifest, campaign in self._made.campaigns}
        kinds = [*digests, "", "", ""][:3]
        return {
            **self._named(),
            "form": self._order.form,
            "business_date": f"（{self._order.business_date}）",
            "issued_on": full_wareki_date(self._manifest.issued_on),
            **{f"kind_{n}": f"処理区分 {kind}" if kind else "" for n, kind in enumerate(kinds, 1)},
            **{f"digest_{n}": digests.get(kind, "") for n, kind in enumerate(kinds, 1)},
            "samples": str(len(items)),
            "printed": str(states.count("printed")),
            "held": str(states.count("held") + states.count("quarantined")),
            "pulled": str(states.count("pulled")),
            "unexpected": str(sum(not one.as_expected for one in items)),
            "sheets": f"印刷した見本の用紙 {sum(len(one.printed.leaves) for one in items if one.printed)} 枚",
            "pages": f"1／{pages}",
            "program": f"printjob {__version__}　printjob proof --book {self._order.form} --municipality {self._order.municipality}",
        }

    def _list(self, chapters: Sequence[_Chapter], before: int) -> list[dict[str, str]]:
        rows = []
        for one in chapters:
            pages = f"{before + 1}-{before + len(one.leaves)}" if one.leaves else ""
            before += len(one.leaves)
            specimen = one.specimen
            rows.append({
                **_words(one.number, specimen), "run_kind": specimen.run_kind, "expected": _expected(specimen), "result": _result(specimen),
                "sheets": str(len(specimen.printed.leaves)) if specimen.printed else "", "pages": pages,
            })  # fmt: skip
        return rows

    def _chapter(self, number: int, specimen: Specimen) -> _Chapter:
        printed = specimen.printed
        if printed is None:
            return _Chapter(specimen, number, ())
        sheets = [self._sheet(number, specimen, printed, at) for at in range(len(printed.leaves))]
        return _Chapter(specimen, number, (self._fold(number, specimen, printed), *sheets))

    def _fold(self, number: int, specimen: Specimen, printed: Printed) -> _Leaf:
        """The sample's opening page."""
        name = self._site.profile(printed.profile).envelope
        envelope = self._envelopes.get(name)
        stocks = [leaf.stock for leaf in printed.leaves]
        words = {
            **_words(number, specimen),
            "notice": f"通知書番号 {specimen.sample.notice}",
            "run_kind": f"処理区分 {specimen.run_kind}",
            "expected": f"予定 {_expected(specimen)}",
            "result": f"結果 {_result(specimen)}",
            "sheets": f"用紙 {len(stocks)} 枚（{'、'.join(f'{stock} {stocks.count(stock)}' for stock in dict.fromkeys(stocks))}）　経路 {printed.profile}",
            "envelope": f"封筒 {name}　点線は封筒の中の紙" if envelope else f"封筒 {name}（窓の位置が envelopes.yaml にないので、図はありません）",
            "scale": "原寸" if envelope else "",
            **{f"corner_{n}": corner[0] if envelope else "" for n, corner in enumerate(_CORNERS, 1)},
        }
        return _Leaf(_FOLD, words, _folds(envelope, printed) if envelope else Drawn(b""))

    def _sheet(self, number: int, specimen: Specimen, printed: Printed, at: int) -> _Leaf:
        leaf = printed.leaves[at]
        places = tuple((printed.print_pdf, page) for page in leaf.pages)
        width, height = (side / _PT for side in self._binder.size(places[0]))
        scale = min(_SIDE_ROOM[0] / width, _SIDE_ROOM[1] / height)
        words = {
            **_words(number, specimen),
            "sheet": f"{at + 1} 枚目（全 {len(printed.leaves)} 枚）　用紙 {leaf.stock}",
            "front": f"表{_paged(leaf.plan.front)}",
            "back": f"裏{_paged(leaf.plan.back)}",
            "scale": f"{scale:.0%} に縮小",
        }
        operators = b"\n".join(_side(f"/P{n}", corner, (width, height), scale) for n, corner in enumerate(_SIDES_AT))
        return _Leaf(_SHEET, words, Drawn(operators, places))


def _words(number: int, specimen: Specimen) -> dict[str, str]:
    return {
        "number": str(number), "title": specimen.sample.title, "name": specimen.sample.name,
        "unexpected": "" if specimen.as_expected else "予定と違う",
    }  # fmt: skip


def _expected(specimen: Specimen) -> str:
    return f"{_STATES[specimen.sample.expect.state]} {specimen.sample.expect.fault_id}".rstrip()


def _result(specimen: Specimen) -> str:
    """What became of it, and why."""
    reasons = dict.fromkeys(f"{fault.id} {BOOK[fault.id].rule_ja}" for fault in specimen.faults)
    return "　".join([_STATES[specimen.state], *reasons])


def _paged(side: Side) -> str:
    if side.kind is None:
        return "（管理番号だけ）"
    return f"　{side.page} 頁" if side.page else ""


def _folds(envelope: Envelope, printed: Printed) -> Drawn:
    """The envelope full size with the contents in the middle, and small with the contents in each corner."""
    middle = View(_MAIN_AT, 1.0, 0.5, 0.5)
    corners = [
        View((_SMALL_AT[0] + number * _SMALL_STEP, _SMALL_AT[1]), _SMALL_SCALE, across, down)
        for number, (_, across, down) in enumerate(_CORNERS)
    ]
    operators = b"\n".join(folded(envelope, view, "/P0", _FOLD_HEIGHT) for view in (middle, *corners))
    return Drawn(operators, ((printed.print_pdf, printed.leaves[0].pages[0]),))


def _side(page: str, at: tuple[float, float], size: tuple[float, float], scale: float) -> bytes:
    """A page, reduced, in a grey frame."""
    x, y = at[0] * _PT, (_SHEET_HEIGHT - at[1] - size[1] * scale) * _PT
    frame = b"0.6 G 0.4 w %.3f %.3f %.3f %.3f re S" % (x, y, size[0] * scale * _PT, size[1] * scale * _PT)
    return b"q %.5f 0 0 %.5f %.3f %.3f cm %b Do Q %b" % (scale, scale, x, y, page.encode(), frame)
