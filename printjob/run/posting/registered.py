"""Registered and recorded pieces of a posting (書留・特定記録): their inquiry numbers, and the lines of the list that the post office asks for.

A number is given once and never again, in the order of the pieces; a piece keeps its number whenever the papers are made anew. The list is the
one paper of a posting with names and addresses.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from printjob.errors import DataRefused, EnvironmentAtFault, Fault
from printjob.mailroom.papers.inquiry import inquiry_number
from printjob.mailroom.papers.registered import RegisteredLine
from printjob.mailroom.postage.handover import InquiryBlock
from printjob.mailroom.postage.posting import Posting
from printjob.model.form import Form, ValueSpec
from printjob.model.mail import OPTIONS
from printjob.model.piece import JobPlan, piece_id
from printjob.model.record import Prepared
from printjob.model.runfolder import read_form, read_planned_rows, read_prepared
from printjob.recordshape import RecordShape, Roles, read_shape
from printjob.run.forms import record_file
from printjob.run.posting.book import NOT_POSTED, PostingBook
from printjob.run.posting.price import Priced


class Registered(NamedTuple):
    """A piece that is posted with an option service: which, of which run's job, its number in the run."""

    option: str
    run: Path
    plan: JobPlan
    piece: int


def registered(priced: Priced) -> list[Registered]:
    """The pieces with an option service, in piece order."""
    found = []
    for job in priced.jobs:
        classes = priced.class_of[job.plan.job]
        for at in np.flatnonzero(classes != NOT_POSTED).tolist():
            option = priced.classes[classes[at]][0]
            if option in OPTIONS[1:]:
                found.append(Registered(option, job.run, job.plan, job.plan.first_piece + at))
    return sorted(found, key=lambda one: (one.plan.run, one.piece))


def new_numbers(book: PostingBook, posting: Posting, municipality: str, pieces: Sequence[Registered]) -> list[tuple[str, str, int]]:
    """A (number, run, piece) for each piece that has none yet. ``DataRefused`` (``PJ-1809-E``) for each option whose blocks do not do."""
    known = {run: book.inquiries(run) for run in {one.plan.run for one in pieces}}
    given, faults = list[tuple[str, str, int]](), list[Fault]()
    for option in OPTIONS[1:]:
        waiting = [one for one in pieces if one.option == option and one.piece not in known[one.plan.run]]
        numbers = list(itertools.islice(_free(book, posting.blocks(municipality, option)), len(waiting)))
        if len(numbers) < len(waiting):
            faults.append(Fault(id="PJ-1809-E", field=option, value=municipality, detail=f"{len(waiting) - len(numbers)} numbers lack"))
        given += [(number, one.plan.run, one.piece) for one, number in zip(waiting, numbers, strict=False)]
    if faults:
        raise DataRefused(*faults)
    return given


def _free(book: PostingBook, blocks: Sequence[InquiryBlock]) -> Iterator[str]:
    """The numbers of the blocks that were never given, in order."""
    for block in blocks:
        last = book.last_inquiry(block.first, block.last)
        for number in range(int(last) + 1 if last else int(block.first), int(block.last) + 1):
            yield f"{number:010d}"


def lines_of(book: PostingBook, pieces: Sequence[Registered], new: Iterable[tuple[str, str, int]]) -> dict[str, list[RegisteredLine]]:
    """The lists' lines by option service, numbered from 1 in piece order; ``new`` are numbers that the book has not yet. PERSONAL DATA."""
    numbers = {(run, piece): number for run in {one.plan.run for one in pieces} for piece, number in book.inquiries(run).items()}
    numbers |= {(run, piece): number for number, run, piece in new}
    addressees, lists = _Addressees(), dict[str, list[RegisteredLine]]()
    for one in pieces:
        own = lists.setdefault(one.option, [])
        own.append(_line(len(own) + 1, one, numbers[one.plan.run, one.piece], addressees.of(one)))
    return lists


class _Addressee(NamedTuple):
    name: str
    postal_code: str
    address: str


def _line(number: int, one: Registered, inquiry: str, to: _Addressee) -> RegisteredLine:
    return RegisteredLine(
        number=number, inquiry=inquiry_number(inquiry), name=to.name, postal_code=to.postal_code, address=to.address,
        piece=piece_id(one.plan.run, one.piece), job=one.plan.job, seq=one.piece - one.plan.first_piece + 1,
    )  # fmt: skip


class _Addressees:
    """Names and addresses as they are printed in the window, from what admission prepared; forms are read once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[Path, str], tuple[Form, RecordShape]] = {}

    def of(self, one: Registered) -> _Addressee:
        """Whom a piece goes to."""
        form, shape = self._form(one.run, one.plan.form)
        planned = read_planned_rows(one.run, one.plan.job)
        row = planned[int(np.searchsorted(planned["piece"], one.piece))]
        prepared = read_prepared(one.run, *(int(row[name]) for name in ("delivery", "part", "offset", "length")))
        return _addressee(form, shape.roles, prepared)

    def _form(self, run: Path, key: str) -> tuple[Form, RecordShape]:
        if (run, key) not in self._forms:
            self._forms[run, key] = read_form(run, key), read_shape(record_file(run, key))
        return self._forms[run, key]


def _addressee(form: Form, roles: Roles, prepared: Prepared) -> _Addressee:
    variant = form.variants[prepared.variant]
    printed = dict(_printed(variant.values, prepared.values))
    printed.update(_printed(variant.fitted, ["".join(one.lines) for one in prepared.fitted]))
    name, address = (" ".join(filter(None, map(printed.get, fields))) for fields in (roles.name, roles.address))
    if not name or not address or roles.postal not in printed:
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file=f"{form.form}/record.yaml", field="roles", detail="the form prints no addressee"))
    return _Addressee(name, printed[roles.postal], address)


def _printed(specs: Sequence[ValueSpec], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The text that is printed of each field, the first place that shows it counts."""
    seen: dict[str, str] = {}
    for spec, text in zip(specs, texts, strict=True):
        for field in spec.source.split():
            seen.setdefault(field, text)
    yield from seen.items()
