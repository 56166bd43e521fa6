"""Bundle tags (把束票) and tray labels (トレーの札): what lies on each bundle and each tray that the post office is handed.

A tag says the 郵便区番号 and the piece count at a glance (the practice of sorted postings), and whose bundle of which job it is. The pieces
counted are those really in the bundle; a tag printed anew because the count changed says 訂正.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from printjob.mailroom.papers.values import (
    MIXED,
    BundleCount,
    JobBundles,
    bundle_shown,
    changed,
    day_shown,
    district_shown,
    indicia_shown,
    with_trays,
)
from printjob.model.filled import Filled

_LEVELS = {"district": "郵便区番号", "two-digits": "郵便番号の上2桁", "mixed": "地域が混ざった束"}


def bundle_tags(jobs: Sequence[JobBundles], *, corrected: bool = False) -> list[Filled]:
    """The tags of each job in the order of its bundles; none for jobs without bundles."""
    return [Filled("bundle-tags", {"job": one.job}, _tags(one, corrected=corrected)) for one in jobs if one.bundles]


def _tags(job: JobBundles, *, corrected: bool) -> list[dict[str, str]]:
    shared = _of_job(job, corrected=corrected)
    return [{**shared, **_tag(job, one)} for one in job.bundles]


def _of_job(job: JobBundles, *, corrected: bool) -> dict[str, str]:
    return {
        "municipality": f"{job.municipality} {job.name}", "class": job.mail.title, "indicia": indicia_shown(job.mail.indicia), "office": job.mail.office,
        "job": job.job, "posted_on": day_shown(job.posted_on), "corrected": "訂正" if corrected else "",
    }  # fmt: skip


def _tag(job: JobBundles, one: BundleCount) -> dict[str, str]:
    bundle = one.bundle
    return {
        "level": _LEVELS[bundle.level], "district": district_shown(bundle.district) or MIXED,
        "pieces": f"{one.pieces:,}", "bundle": f"{bundle.number}／{job.bundles_of}", "tray": f"{bundle.tray}／{job.trays_of}",
        "range": f"{one.first_piece:06d}～{one.last_piece:06d}",
    }  # fmt: skip


def tray_labels(jobs: Sequence[JobBundles], *, corrected: bool = False) -> list[Filled]:
    """The labels of each job's trays in their order; none for jobs without bundles."""
    return [Filled("tray-labels", {"job": one.job}, _labels(one, corrected=corrected)) for one in jobs if one.bundles]


def _labels(job: JobBundles, *, corrected: bool) -> list[dict[str, str]]:
    shared = _of_job(job, corrected=corrected)
    trays = groupby(job.bundles, key=lambda one: one.bundle.tray)
    return [{**shared, **_label(job, number, tuple(bundles))} for number, bundles in trays]


def _label(job: JobBundles, tray: int, bundles: Sequence[BundleCount]) -> dict[str, str]:
    first, last = bundles[0], bundles[-1]
    ends = dict.fromkeys(bundle_shown(one.bundle) for one in (first, last))
    numbers = dict.fromkeys(str(one.bundle.number) for one in (first, last))
    return {
        "tray": str(tray), "trays_of": f"／{job.trays_of}", "districts": "～".join(ends), "bundles": f"{len(bundles):,}",
        "bundle_range": f"{'～'.join(numbers)}（全{job.bundles_of}束）", "pieces": f"{sum(one.pieces for one in bundles):,}",
        "range": f"{first.first_piece:06d}～{last.last_piece:06d}",
    }  # fmt: skip


def corrected_tags(planned: Sequence[JobBundles], now: Sequence[JobBundles]) -> list[Filled]:
    """The labels of all trays and the tags of all bundles that are not as ``planned``. ``now`` may have a job in parts, one for each class that
    its bundles are posted in. A label counts all that its tray holds of the class; a bundle that lost all its pieces has no tag any more,
    but its tray has a new label.
    """
    before = {one.job: one for one in planned}
    anew = [part if part.mail != before[part.job].mail else changed(before[part.job], part) for part in now]
    left = {(part.job, one.bundle.number) for part in now for one in part.bundles}
    trays = {(part.job, one.bundle.tray) for part in anew for one in part.bundles}
    trays |= {(job.job, one.bundle.tray) for job in planned for one in job.bundles if (job.job, one.bundle.number) not in left}
    labels = [with_trays(part, {tray for job, tray in trays if job == part.job}) for part in now]
    return [*tray_labels(labels, corrected=True), *bundle_tags(anew, corrected=True)]
