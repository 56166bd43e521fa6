"""What papers of a posting (差出の書類) are made from: the sender, the posting, the bundles that are really there.

>>> district_shown("35011"), district_shown("070"), postal_shown("0700001")
('350-11', '070', '070-0001')
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import msgspec

from printjob.model.campaign import posting_day
from printjob.model.mail import INDICIA, Bundle, MailClass
from printjob.model.piece import JobPlan

PAYMENTS = {"postpaid": "料金後納", "cash": "料金別納"}
"""how a posting is paid: by account each month, or at the counter"""
MIXED = "雑"


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """The municipality that posts; ``postal_code`` with or without hyphen."""

    municipality: str
    name: str
    postal_code: str
    address: str
    phone: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One posting: ``payment`` is a key of :data:`PAYMENTS`."""

    posting: str
    sender: Sender
    office: str
    payment: str
    posted_on: date


def head_values(head: Head) -> dict[str, str]:
    """The texts that every paper of a posting begins with."""
    return {
        "office_to": f"{head.office}　御中", "posted_on": day_shown(head.posted_on), "payment": PAYMENTS[head.payment], "posting": head.posting,
        **sender_values(head.sender),
    }  # fmt: skip


def sender_values(sender: Sender) -> dict[str, str]:
    """The texts of who posts."""
    return {
        "sender_postal": f"〒{postal_shown(sender.postal_code)}", "sender_address": sender.address, "sender_name": sender.name,
        "sender_phone": f"電話 {sender.phone}" if sender.phone else "",
    }  # fmt: skip


class BundleCount(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle as it is posted: how many of its pieces are there, and the first and last of them (numbers of the run)."""

    job: str
    bundle: Bundle
    pieces: int
    first_piece: int
    last_piece: int


class JobBundles(msgspec.Struct, frozen=True, kw_only=True):
    """The bundles of a job that have pieces; ``bundles_of`` and ``trays_of`` count what was planned."""

    job: str
    municipality: str
    name: str
    campaign: str
    posted_on: date
    mail: MailClass
    bundles: tuple[BundleCount, ...]
    bundles_of: int
    trays_of: int

    @property
    def pieces(self) -> int:
        """All pieces in the bundles."""
        return sum(one.pieces for one in self.bundles)


def job_bundles(plan: JobPlan, name: str, taken_out: Collection[int] = ()) -> JobBundles:
    """The job's bundles without the pieces ``taken_out`` (numbers of the run); ``name`` is the municipality's. Numbers of bundles and trays
    stay as planned.
    """
    counted = (_counted(plan, bundle, taken_out) for bundle in plan.bundles)
    return JobBundles(
        job=plan.job, municipality=plan.municipality, name=name, campaign=plan.campaign, posted_on=posting_day(plan.campaign), mail=plan.mail,
        bundles=tuple(one for one in counted if one is not None), bundles_of=len(plan.bundles), trays_of=max((one.tray for one in plan.bundles), default=0),
    )  # fmt: skip


def _counted(plan: JobPlan, bundle: Bundle, taken_out: Collection[int]) -> BundleCount | None:
    numbers = range(plan.first_piece + bundle.start, plan.first_piece + bundle.stop)
    left = [number for number in numbers if number not in taken_out] if taken_out else numbers
    return BundleCount(job=plan.job, bundle=bundle, pieces=len(left), first_piece=left[0], last_piece=left[-1]) if left else None


def changed(before: JobBundles, now: JobBundles) -> JobBundles:
    """Of ``now`` the bundles that are not as they were ``before``: those that need a corrected tag."""
    as_it_was = set(before.bundles)
    return msgspec.structs.replace(now, bundles=tuple(one for one in now.bundles if one not in as_it_was))


def with_trays(job: JobBundles, trays: Collection[int]) -> JobBundles:
    """The job with the bundles of these trays alone."""
    return msgspec.structs.replace(job, bundles=tuple(one for one in job.bundles if one.bundle.tray in trays))


def district_shown(district: str) -> str:
    """A 郵便区番号 as it is written: five digits with a hyphen behind the third."""
    return f"{district[:3]}-{district[3:]}" if len(district) > 3 else district


def indicia_shown(indicia: str) -> str:
    """What an envelope bears, in words; empty stands for pieces in no class."""
    return INDICIA[indicia] if indicia else "区分未定"


def postal_shown(postal_code: str) -> str:
    """A postal code with its hyphen, whether it came with one or not."""
    digits = postal_code.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}"


def bundle_shown(bundle: Bundle) -> str:
    """A bundle's destination in a few characters: 070, 350-11, 07（上2桁）, 雑."""
    if bundle.level == "two-digits":
        return f"{bundle.district}（上2桁）"
    return district_shown(bundle.district) if bundle.level == "district" else MIXED


def day_shown(day: date) -> str:
    """A day as 2026年4月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


def yen_shown(milli: int) -> str:
    """Thousandths of a yen, decimals only where there are any, then two at least.

    >>> yen_shown(106_700), yen_shown(110_000), yen_shown(83_725)
    ('106.70', '110', '83.725')
    """
    if milli % 1000 == 0:
        return f"{milli // 1000:,}"
    return f"{milli // 1000:,}.{milli % 1000 // 10:02d}{milli % 10 or ''}"


def yen_plain(milli: int) -> str:
    """Thousandths of a yen for programs: as :func:`yen_shown`, without commas."""
    return yen_shown(milli).replace(",", "")


def csv_file(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file: UTF-8, CRLF, a heading, quoted as RFC 4180 says."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()
