"""Machine profiles (機器プロファイル) and papers (用紙): a machine's limits as data that the print centre edits.

Nothing about a machine stands in code: ``spool/profiles/*.yaml`` and ``spool/papers.yaml`` are read here, every mistake refused with
file, line and column.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.declared import Node, read

MOST_SHEETS_IN_A_MARK = 99
"""The mark's sheet fields have two digits (spool/README.md)."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper in a tray; lengths in mm, thickness of one sheet in micrometres."""

    paper: str
    title: str
    width_mm: float
    height_mm: float
    grammage_g_m2: float
    thickness_um: int

    @property
    def sheet_weight_mg(self) -> int:
        """One sheet's weight: grammage times area, in milligrams.

        >>> Paper(paper="p", title="", width_mm=210, height_mm=297, grammage_g_m2=64, thickness_um=88).sheet_weight_mg
        3992
        """
        return round(self.grammage_g_m2 * self.width_mm * self.height_mm / 1000)


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of inserter line can take. ``stocks`` maps a form's stock to a paper's name."""

    profile: str
    title: str
    version: int
    verified_by: str
    verified_on: str
    envelope: str
    fold: str
    least_sheets: int
    most_sheets: int
    lines: int
    least_pieces: int
    most_pieces: int
    most_sheets_a_job: int
    most_pages_per_file: int
    pieces_per_chunk: int
    stocks: dict[str, str]
    device_dpi: int
    control_file: str


def read_profile(path: Path) -> Profile:
    """The profile in ``path``. Raises ``DeclarationRefused`` with all faults."""
    node = read(path)
    sheets, jobs, verified, envelope = (node.take(k) for k in ("sheets_per_envelope", "jobs", "verified", "envelope"))
    most_sheets = sheets.take("most").whole(1, MOST_SHEETS_IN_A_MARK)
    most_sheets_a_job = jobs.take("most_sheets").whole(most_sheets)
    most_pieces = jobs.take("most_pieces").whole(1)
    profile = Profile(
        profile=node.take("profile").filled(),
        title=node.take("title").filled(),
        version=node.take("version").whole(1),
        verified_by=verified.take("by").text(),
        verified_on=verified.take("on").text(),
        envelope=envelope.take("name").filled(),
        fold=envelope.take("fold").choice({"C": "C", "Z": "Z", "half": "half", "none": "none"}),
        least_sheets=sheets.take("least").whole(1, most_sheets),
        most_sheets=most_sheets,
        lines=jobs.take("lines").whole(1),
        least_pieces=jobs.take("least_pieces").whole(1, most_pieces),
        most_pieces=most_pieces,
        most_sheets_a_job=most_sheets_a_job,
        most_pages_per_file=jobs.take("most_pages_per_file").whole(2 * most_sheets),
        pieces_per_chunk=jobs.take("pieces_per_chunk").whole(1),
        stocks={stock: paper.filled() for stock, paper in node.take("stocks").entries()},
        device_dpi=node.take("printer").take("device_dpi").whole(200),
        control_file=node.take("control_file").filled(),
    )
    envelope.take("size_mm").numbers(2)
    return _finished(node, profile, sheets, jobs, verified, envelope)


def _finished(node: Node, profile: Profile, *parts: Node) -> Profile:
    for part in (node, node.take("printer"), *parts):
        part.refuse_unknown()
    node.finish()
    return profile


def read_papers(path: Path) -> dict[str, Paper]:
    """The papers of the print centre by name. Raises ``DeclarationRefused`` with all faults."""
    node = read(path)
    papers: dict[str, Paper] = {}
    for item in node.take("papers").items():
        with node.collecting():
            paper = _paper(item)
            if paper.paper in papers:
                item.refuse(f"the paper {paper.paper} stands here twice")
            papers[paper.paper] = paper
    node.refuse_unknown()
    node.finish()
    return papers


def _paper(item: Node) -> Paper:
    width_mm, height_mm = item.take("size_mm").numbers(2)
    paper = Paper(
        paper=item.take("paper").filled(),
        title=item.take("title").filled(),
        width_mm=width_mm,
        height_mm=height_mm,
        grammage_g_m2=item.take("grammage_g_m2").number(20),
        thickness_um=item.take("thickness_um").whole(20),
    )
    item.refuse_unknown()
    return paper
