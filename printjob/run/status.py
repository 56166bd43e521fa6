"""What a run did, with its balances (design, section 5): records, pieces, sheets by stock, yen."""

from __future__ import annotations

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.run.ledger import DeliveryEntry, JobEntry, Ledger
from printjob.run.posting.book import PostingBook
from printjob.run.summary import Summary

_WORDS = {
    "ja": {
        "run": "{id} {state} 業務日 {day}",
        "records": "  受領 {received:,} = 受入エラー {quarantined:,} + 保留 {held:,} + 引抜き {pulled:,} + 差出済 {posted:,} + 未差出 {open:,}",
        "even": "  一致",
        "uneven": "  不一致",
        "made": "  ジョブ {jobs:,}  {pieces:,}通 {sheets:,}枚 {pages:,}頁",
        "pieces": "  計画 {planned:,}通 = 差出済 {posted:,} + 引抜き {pulled:,} + 未封のまま引渡し {handed_over:,} + 未差出 {open:,}",
        "delivery": "  {municipality} {folder}: {state} {records:,}件",
        "accepted": "受入",
        "refused": "受入不可",
        "prepared": "準備完了",
        "open": "途中",
    },
    "en": {
        "run": "{id} {state}, business date {day}",
        "records": "  received {received:,} = quarantined {quarantined:,} + held {held:,} + pulled {pulled:,} + posted {posted:,} + open {open:,}",
        "even": "  balanced",
        "uneven": "  NOT balanced",
        "made": "  jobs {jobs:,}, pieces {pieces:,}, sheets {sheets:,}, pages {pages:,}",
        "pieces": "  planned {planned:,} pieces = posted {posted:,} + pulled {pulled:,} + handed over unsealed {handed_over:,} + open {open:,}",
        "delivery": "  {municipality} {folder}: {state}, {records:,} records",
        "accepted": "accepted",
        "refused": "refused",
        "prepared": "prepared",
        "open": "not finished",
    },
}


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """received = quarantined + held + pulled + superseded + posted + open, for a delivery or a run."""

    received: int
    quarantined: int
    held: int
    pulled: int
    superseded: int
    posted: int
    open: int

    @property
    def even(self) -> bool:
        """Whether it adds up."""
        return self.received == self.quarantined + self.held + self.pulled + self.superseded + self.posted + self.open


class PieceBalance(msgspec.Struct, frozen=True, kw_only=True):
    """planned = posted + pulled + handed over unsealed + open, for a run. Spoiled and missing pieces are open: they wait for a remake or a person."""

    planned: int
    posted: int
    pulled: int
    handed_over: int
    open: int

    @property
    def even(self) -> bool:
        """Whether it adds up."""
        return self.planned == self.posted + self.pulled + self.handed_over + self.open


class RunStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the ledger knows it."""

    id: str
    business_date: str
    state: str
    summary: Summary
    balance: Balance
    pieces: PieceBalance
    balanced: bool
    deliveries: tuple[DeliveryEntry, ...]

    def text(self, language: str = "ja") -> str:
        """Some lines for a person, in Japanese or English (``ja``, ``en``)."""
        w = _WORDS[language]
        lines = [
            w["run"].format(id=self.id, state=w.get(self.state, self.state), day=self.business_date),
            w["records"].format(**msgspec.structs.asdict(self.balance)) + w["even" if self.balanced else "uneven"],
            w["made"].format(jobs=len(self.summary.jobs), pieces=self.summary.pieces, sheets=self.summary.sheets, pages=self.summary.pages),
            w["pieces"].format(**msgspec.structs.asdict(self.pieces)),
        ]
        for one in self.deliveries:
            state = w["accepted" if one.state == "accepted" else "refused"]
            lines.append(w["delivery"].format(municipality=one.municipality, folder=one.folder, state=state, records=one.records))
        return "\n".join(lines)


def run_status(ledger: Ledger, run: str | None) -> list[RunStatus]:
    """All runs, or the one named (``PJ-1602-E`` when it is unknown), oldest first."""
    found = [_status(ledger, *row) for row in ledger.runs() if run in (None, row[0])]
    if run is not None and not found:
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
    return found


def _status(ledger: Ledger, run: str, business_date: str, state: str, summary: str) -> RunStatus:
    told = msgspec.json.decode(summary, type=Summary)
    deliveries, jobs, book = tuple(ledger.deliveries(run)), ledger.jobs(run), PostingBook(ledger)
    posted, pulled = book.posted_notices(run), book.pulled_notices(run)
    balance = _balance(deliveries, posted, pulled)
    recorded = ledger.states(run)
    agrees = balance.open + posted + pulled == told.notices == recorded.get("admitted", 0)
    pieces = _pieces(book, run, jobs)
    return RunStatus(
        id=run,
        business_date=business_date,
        state=state,
        summary=told,
        balance=balance,
        pieces=pieces,
        balanced=balance.even and pieces.even and min(balance.open, pieces.open) >= 0 and (agrees or state == "open"),
        deliveries=deliveries,
    )


def _balance(deliveries: tuple[DeliveryEntry, ...], posted: int, pulled: int) -> Balance:
    """``pulled`` counts what admission pulled and what was pulled since."""
    return Balance(
        received=sum(one.records for one in deliveries),
        quarantined=sum(one.quarantined for one in deliveries),
        held=sum(one.held for one in deliveries),
        pulled=sum(one.pulled for one in deliveries) + pulled,
        superseded=0,
        posted=posted,
        open=sum(one.admitted for one in deliveries) - posted - pulled,
    )


def _pieces(book: PostingBook, run: str, jobs: list[JobEntry]) -> PieceBalance:
    out = [one for one in book.taken_out() if one.run == run]
    gone = {job.job for job in jobs} & book.posted_jobs()
    posted = sum(job.pieces for job in jobs if job.job in gone) - sum(one.job in gone for one in out)
    planned, pulled = sum(job.pieces for job in jobs), sum(one.because == "pulled" for one in out)
    return PieceBalance(planned=planned, posted=posted, pulled=pulled, handed_over=0, open=planned - posted - pulled)
