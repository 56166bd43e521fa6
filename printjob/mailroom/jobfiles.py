"""What goes with a print file: the job's manifest, its list of bundles (把束一覧) and the values of its count sheet (件数票)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.mailroom.papers.values import csv_file, indicia_shown
from printjob.model.piece import MOST_STOCKS, JobPlan, piece_id

BUNDLE_COLUMNS = ("JOB", "BUNDLE", "TRAY", "LEVEL", "DISTRICT", "FIRST_PIECE", "LAST_PIECE", "PIECES", "PRODUCT", "OFFICE", "INDICIA")


class FileFact(msgspec.Struct, frozen=True):
    """A file's size in bytes and its SHA-256."""

    bytes: int
    sha256: str


class JobManifest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest.json`` of a job: counts, and the hashes of everything it was made of and consists of."""

    schema: str = "printjob-job/1"
    job: str
    run: str
    municipality: str
    campaign: str
    profile: str
    pieces: int
    sheets: int
    pages: int
    stocks: dict[str, int]
    first_piece: int
    last_piece: int
    product: str
    office: str
    indicia: str
    bundles: int
    files: dict[str, FileFact]
    made_of: dict[str, str]


def file_fact(path: Path) -> FileFact:
    """Size and hash of a file, read in blocks."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return FileFact(bytes=size, sha256=digest.hexdigest())


def job_manifest(folder: Path, plan: JobPlan, made_of: Mapping[str, str]) -> JobManifest:
    """The manifest of the finished files in ``folder`` (``manifest.json`` itself excepted).

    ``made_of`` names what the job's bytes follow from: deliveries, form, fonts, profile, program.
    """
    files = {path.name: file_fact(path) for path in sorted(folder.iterdir()) if path.name != "manifest.json"}
    return JobManifest(
        job=plan.job,
        run=plan.run,
        municipality=plan.municipality,
        campaign=plan.campaign,
        profile=plan.profile,
        pieces=plan.pieces,
        sheets=plan.sheets,
        stocks={one.stock: one.sheets for one in plan.stocks},
        pages=plan.pages,
        first_piece=plan.first_piece,
        last_piece=plan.last_piece,
        product=plan.mail.product,
        office=plan.mail.office,
        indicia=plan.mail.indicia,
        bundles=len(plan.bundles),
        files=files,
        made_of=dict(sorted(made_of.items())),
    )


def bundles_file(plan: JobPlan) -> bytes:
    """``bundles.csv``: a line for each bundle of the job in print order (UTF-8, CRLF, heading)."""
    mail = plan.mail.product, plan.mail.office, plan.mail.indicia
    return csv_file(
        BUNDLE_COLUMNS,
        (
            (plan.job, one.number, one.tray, one.level, one.district, piece_id(plan.run, plan.first_piece + one.start),
             piece_id(plan.run, plan.first_piece + one.stop - 1), one.stop - one.start, *mail)
            for one in plan.bundles
        ),
    )  # fmt: skip


def count_sheet_rows(planned: npt.NDArray[np.void]) -> list[dict[str, str]]:
    """How many pieces have how many sheets: ``sheets`` a piece, ``pieces``, ``total`` sheets, smallest first."""
    first_of_piece = planned[np.concatenate(([True], np.diff(planned["piece"].astype(np.int64)) != 0))]
    kinds, counts = np.unique(first_of_piece["of"], return_counts=True)
    return [
        {"sheets": str(kind), "pieces": f"{count:,}", "total": f"{kind * count:,}"}
        for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True)
    ]


def count_sheet_values(plan: JobPlan, names: Mapping[str, str]) -> dict[str, str]:
    """The ready texts of a count sheet; ``names`` adds what only the site knows (titles of municipality, form and profile).

    The papers (用紙) that the job uses stand as ``paper_1`` to ``paper_3`` with their sheets in ``paper_sheets_1`` to
    ``paper_sheets_3``, empty behind the last; ``stock`` says all of them in one line. ``names`` has a title by stock (``stock.notice``).
    """
    papers = dict.fromkeys((f"{name}_{n}" for n in range(1, MOST_STOCKS + 1) for name in ("paper", "paper_sheets")), "")
    used = [use for use in plan.stocks if use.sheets]
    for number, use in enumerate(used, 1):
        papers[f"paper_{number}"] = names.get(f"stock.{use.stock}", use.stock)
        papers[f"paper_sheets_{number}"] = f"{use.sheets:,}"
    return {
        "job": plan.job,
        "run": plan.run,
        "campaign": plan.campaign,
        "profile": plan.profile,
        "pieces": f"{plan.pieces:,}",
        "sheets": f"{plan.sheets:,}",
        "pages": f"{plan.pages:,}",
        "first_piece": f"{plan.first_piece:06d}",
        "last_piece": f"{plan.last_piece:06d}",
        **names,
        **_posted(plan),
        **papers,
        "stock": _papers_in_a_line(papers, len(used)),
    }


def _posted(plan: JobPlan) -> dict[str, str]:
    """In which class and envelope the pieces are posted, where, and how they are tied."""
    trays = max((one.tray for one in plan.bundles), default=0)
    return {
        "class": plan.mail.title or indicia_shown(""),
        "office": plan.mail.office or "－",
        "indicia": indicia_shown(plan.mail.indicia),
        "bundles": f"{len(plan.bundles):,}束　{trays:,}トレー" if plan.bundles else "－",
    }


def _papers_in_a_line(papers: Mapping[str, str], count: int) -> str:
    if count == 1:
        return papers["paper_1"]
    return "、".join(f"{papers[f'paper_{n}']}　{papers[f'paper_sheets_{n}']}枚" for n in range(1, count + 1))
