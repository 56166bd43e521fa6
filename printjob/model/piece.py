"""Notices as fixed rows: all that planning needs to know, in 115 bytes each, so that a million notices stay small.

``ADMISSION`` rows are written by admission, one per record in the order of the delivery. ``PLANNED`` rows are one notice of a job in
print order. Both are numpy structured dtypes; keys are ASCII bytes.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

import msgspec
import numpy as np

from printjob.model.mail import UNMAILED, Bundle, MailClass


class State(IntEnum):
    """What admission (受入判定) decided for a record."""

    ADMITTED = 0
    HELD = 1
    QUARANTINED = 2
    PULLED = 3


MOST_STOCKS = 3
"""so many papers a form may be printed on"""

ADMISSION = np.dtype(
    [
        ("delivery", "u2"),  # index of the delivery in the run's frozen list
        ("part", "u4"),  # number of the store part that keeps the prepared record
        ("offset", "u8"),  # bytes, where it starts in the part
        ("length", "u4"),  # bytes
        ("number", "u4"),  # the record's number in its delivery, from 1
        ("line", "u4"),  # its line in the extract
        ("state", "u1"),  # State
        ("route", "u1"),  # index into the campaign's routes (profiles)
        ("pages", "u2"),  # pages of the notice (頁)
        ("sheets", "u2"),  # sheets of the notice (枚)
        ("by_stock", "u2", (MOST_STOCKS,)),  # the same by the form's stocks
        ("notice", "S16"),  # 通知書番号
        ("addressee", "S16"),  # 宛名番号
        ("postal", "S7"),
        ("digits", "S24"),  # 住所表示番号, the second sort key
        ("amount", "i8"),  # yen, the amount that control totals add up
        ("bars", "u1"),  # 1: the piece bears a customer barcode
        ("option", "u1"),  # the option service that the record asks for, an index into printjob.model.mail.OPTIONS
        ("due", "u4"),  # its first due date (納期限) as YYYYMMDD, 0: none
    ],
    align=False,
)

PLANNED = np.dtype(
    [
        ("delivery", "u2"),
        ("part", "u4"),
        ("offset", "u8"),
        ("length", "u4"),
        ("number", "u4"),
        ("piece", "u4"),  # the piece's number in the run, from 1
        ("notice", "u2"),  # the notice's sequence in the piece, from 1
        ("pages", "u2"),
        ("sheets", "u2"),
        ("by_stock", "u2", (MOST_STOCKS,)),
        ("of", "u2"),  # sheets of the whole piece
    ],
    align=False,
)


class Chunk(msgspec.Struct, frozen=True):
    """A task's share of a job: rows ``start`` to ``stop`` of its plan; its first page and sheet in the job, from 0."""

    start: int
    stop: int
    first_page: int
    first_sheet: int


class StockUse(msgspec.Struct, frozen=True, kw_only=True):
    """A paper (用紙) of a job: the form's name for it, how many sheets of it, and what one weighs and measures."""

    stock: str
    sheets: int
    sheet_weight_mg: int
    sheet_thickness_um: int


class JobPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One print job and inserter job (印刷ジョブ・封入ジョブ): the same pieces in the same order.

    ``form`` names the compiled form in the run's folder; ``codes`` gives each rare cluster of this job its code in the
    private use area; ``pages`` counts PDF pages, two for each sheet; ``stocks`` follow the form's. All pieces are posted in the class
    ``mail``; ``bundles`` cover them in print order, without gaps (none where ``mail`` is :data:`printjob.model.mail.UNMAILED`).
    """

    job: str
    number: int
    run: str
    run_serial: int
    municipality: str
    campaign: str
    form: str
    profile: str
    pieces: int
    sheets: int
    pages: int
    first_piece: int
    last_piece: int
    chunks: tuple[Chunk, ...]
    codes: dict[str, int]
    stocks: tuple[StockUse, ...]
    mail: MailClass = UNMAILED
    bundles: tuple[Bundle, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``sheets.jsonl``: a sheet (枚) in print order. ``pages`` are its front and back in print.pdf, from 1."""

    job: str
    piece: str
    seq: int
    sheet: int
    of: int
    pages: tuple[int, int]
    stock: str
    mark: str
    notice: int
    feeders: tuple[int, ...]
    divert: str
    weight_mg: int
    thickness_um: int


def return_id(run: str, piece: int, notice: int) -> str:
    """The 返戻 id in the address window, 22 digits: version 2, run (10), piece (7), notice in the piece (2), mod-97 check (2).

    It says which piece came back, without personal data; scanners tell it from a mark by its first digit.
    Check digits as ISO/IEC 7064 MOD 97-10.

    >>> return_id("20260401-01", 12, 1)
    '2202604010100000120106'
    """
    body = f"2{run[:8]}{run[9:11]}{piece:07d}{notice:02d}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def run_serial(run: str) -> int:
    """The run's four-digit serial in marks: day and run number, unique for 100 days.

    A function of the run id alone, so that another home prints the same bytes.

    >>> run_serial("20260401-02")
    702
    """
    day = date(int(run[:4]), int(run[4:6]), int(run[6:8]))
    return day.toordinal() % 100 * 100 + int(run[9:11]) % 100


def piece_id(run: str, number: int) -> str:
    """The piece's id ``YYYYMMDD-NN-PPPPPPP``.

    >>> piece_id("20260401-01", 12)
    '20260401-01-0000012'
    """
    return f"{run}-{number:07d}"


def piece_number(run: str, name: str) -> int:
    """The number in the run of a piece that is named by its id or its number alone; 0 where that is no piece's name.

    >>> [piece_number("20260401-01", name) for name in ("20260401-01-0000012", "12", "20260401-02-0000012", "20260401-01-0012")]
    [12, 12, 0, 0]
    """
    last = name.rpartition("-")[2]
    number = int(last) if last.isascii() and last.isdecimal() and len(last) <= 7 else 0
    return number if name in (last, piece_id(run, number)) else 0


def job_id(run: str, number: int) -> str:
    """The job's id ``YYYYMMDD-NN-JJJJ``."""
    return f"{run}-{number:04d}"


def identity(piece: int, sheet: int, of: int) -> str:
    """The readable identity of a sheet: piece number, sheet n of m of the piece.

    >>> identity(123, 1, 5)
    '000123-1/5'
    """
    return f"{piece:06d}-{sheet}/{of}"
