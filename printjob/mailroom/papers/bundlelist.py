"""Bundle list (把束一覧): where the bundles of a posting go, class by class, with how many pieces and trays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printjob.mailroom.papers.values import (
    MIXED,
    BundleCount,
    Head,
    JobBundles,
    csv_file,
    district_shown,
    head_values,
    indicia_shown,
)
from printjob.model.filled import Filled
from printjob.model.mail import LEVELS, Bundle, MailClass

CSV_HEADING = (
    "POSTING", "OFFICE", "PRODUCT", "TITLE", "INDICIA", "JOB", "TRAY", "BUNDLE", "LEVEL", "DISTRICT", "PIECES", "FIRST_PIECE", "LAST_PIECE",
)  # fmt: skip
_LEVELS = {"district": "郵便区番号", "two-digits": "上2桁", "mixed": "雑（地域混在）"}


class _Place(NamedTuple):
    """Where a bundle goes, in the order of sorting: the districts of two digits, what is left of them, and at last the mixed."""

    two_digits: str
    level: int
    district: str


def _place(bundle: Bundle) -> _Place:
    return _Place(bundle.district[:2] or "99", LEVELS.index(bundle.level), bundle.district)


def bundle_list(head: Head, jobs: Sequence[JobBundles]) -> list[Filled]:
    """A list for each class that ``head.office`` takes, in the order of the jobs."""
    return [_paper(head, mail, own) for mail, own in _classes(head, jobs).items()]


def _classes(head: Head, jobs: Sequence[JobBundles]) -> dict[MailClass, list[JobBundles]]:
    classes: dict[MailClass, list[JobBundles]] = {}
    for job in jobs:
        if job.bundles and job.mail.office == head.office:
            classes.setdefault(job.mail, []).append(job)
    return classes


def _paper(head: Head, mail: MailClass, jobs: Sequence[JobBundles]) -> Filled:
    every = [one for job in jobs for one in job.bundles]
    values = {
        **head_values(head), "title": "把束一覧", "handling": mail.title, "indicia": indicia_shown(mail.indicia), "jobs": f"{len(jobs):,}",
        "bundles": f"{len(every):,}", "trays": f"{_trays(every):,}", "pieces": f"{sum(one.pieces for one in every):,}",
    }  # fmt: skip
    return Filled("bundle-list", values, list(_rows(every)))


def _trays(bundles: Sequence[BundleCount]) -> int:
    return len({(one.job, one.bundle.tray) for one in bundles})


def _rows(bundles: Sequence[BundleCount]) -> Iterator[dict[str, str]]:
    for number, place in enumerate(sorted({_place(one.bundle) for one in bundles}), start=1):
        own = [one for one in bundles if _place(one.bundle) == place]
        yield {
            "number": str(number), "level": _LEVELS[LEVELS[place.level]], "district": district_shown(place.district) or MIXED,
            "bundles": f"{len(own):,}", "pieces": f"{sum(one.pieces for one in own):,}", "trays": f"{_trays(own):,}",
        }  # fmt: skip


def bundle_list_csv(head: Head, jobs: Sequence[JobBundles]) -> bytes:
    """Every bundle, one line each, in the order of jobs and bundles."""
    return csv_file(
        CSV_HEADING,
        (
            (head.posting, head.office, mail.product, mail.title, mail.indicia, one.job, one.bundle.tray, one.bundle.number, one.bundle.level,
             one.bundle.district, one.pieces, one.first_piece, one.last_piece)
            for mail, own in _classes(head, jobs).items()
            for job in own
            for one in job.bundles
        ),
    )  # fmt: skip
