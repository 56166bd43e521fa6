"""A posting to make papers of: two jobs with bundles of every level, and what pdfium reads from a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pypdfium2

from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.values import Head, Sender
from printjob.model.filled import Filled
from printjob.model.mail import Bundle, MailClass
from printjob.model.piece import JobPlan
from printjob.whereabouts import data_folder

LOCAL = MailClass(product="local", title="郵便区内特別", kind="local", indicia="local", office="見本中央郵便局")
SLACK = MailClass(product="sorted-barcode-slack-3", title="区分割引＋バーコード＋3日余裕", kind="sorted", indicia="slack-3", office="見本中央郵便局")
LONGEST = MailClass(
    product="sorted-by-office-barcode-region-pallets-slack-7", title="区分割引＋局の指定で区分＋バーコード＋地域区分局＋ロールパレット＋7日余裕", kind="sorted",
    indicia="slack-7", office="見本中央郵便局東分室第二作業場",
)  # fmt: skip
SENDER = Sender(municipality="019917", name="見本市", postal_code="0700000", address="北海道見本市一条通９丁目１番地", phone="0166-00-0000")
HEAD = Head(posting="019917-20260413-1", sender=SENDER, office="見本中央郵便局", payment="postpaid", posted_on=date(2026, 4, 13))
LEVELS = (("district", "070"), ("district", "07008"), ("two-digits", "07"), ("district", "35011"), ("mixed", ""))


def job_plan(number: int, mail: MailClass, counts: Sequence[int] = (100, 99, 12, 50, 11), levels: Sequence[tuple[str, str]] = LEVELS) -> JobPlan:
    """A job whose first piece has the number 1,001; two bundles go into a tray."""
    bundles, start = list[Bundle](), 0
    for index, (count, (level, district)) in enumerate(zip(counts, levels, strict=True)):
        bundles.append(Bundle(number=index + 1, start=start, stop=start + count, level=level, district=district, tray=index // 2 + 1))
        start += count
    return JobPlan(
        job=f"20260401-01-{number:04d}", number=number, run="20260401-01", run_serial=701, municipality="019917",
        campaign="019917-property-tax-2026-1-20260410-20260413", form="f", profile="p", pieces=start, sheets=start, pages=2 * start,
        first_piece=1001, last_piece=1000 + start, chunks=(), codes={}, stocks=(), mail=mail, bundles=tuple(bundles),
    )  # fmt: skip


def read(papers: Sequence[Filled]) -> list[str]:
    """The text of each page, as another program finds it in the PDF."""
    document = pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), papers))
    return [page.get_textpage().get_text_bounded() for page in document]


def words(page: str) -> set[str]:
    """All words of a page."""
    return set(page.split())
