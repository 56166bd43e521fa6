"""What a run did, with its balances (design, section 5): records, pieces, sheets by stock, yen."""

from __future__ import annotations

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.run.ledger import DeliveryEntry, Ledger
from printjob.run.summary import Summary


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


class RunStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the ledger knows it."""

    id: str
    business_date: str
    state: str
    summary: Summary
    balance: Balance
    balanced: bool
    deliveries: tuple[DeliveryEntry, ...]

    def text(self) -> str:
        """Some lines for a person."""
        b = self.balance
        lines = [
            f"{self.id} {self.state} 業務日 {self.business_date}",
            f"  受領 {b.received:,} = 受入エラー {b.quarantined:,} + 保留 {b.held:,} + 引抜き {b.pulled:,} + 未差出 {b.open:,}"
            f"  {'一致' if self.balanced else '不一致'}",
            f"  ジョブ {len(self.summary.jobs):,}  {self.summary.pieces:,}通 {self.summary.sheets:,}枚 {self.summary.pages:,}頁",
        ]
        lines += [
            f"  {one.municipality} {one.folder}: {'受入' if one.state == 'accepted' else '受入不可'} {one.records:,}件"
            for one in self.deliveries
        ]
        return "\n".join(lines)


def run_status(ledger: Ledger, run: str | None) -> list[RunStatus]:
    """All runs, or the one named (``PJ-1602-E`` when it is unknown), oldest first."""
    found = [_status(ledger, *row) for row in ledger.runs() if run in (None, row[0])]
    if run is not None and not found:
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
    return found


def _status(ledger: Ledger, run: str, business_date: str, state: str, summary: str) -> RunStatus:
    told = msgspec.json.decode(summary, type=Summary)
    deliveries = tuple(ledger.deliveries(run))
    balance = _balance(deliveries)
    recorded = ledger.states(run)
    agrees = balance.open == told.notices == recorded.get("admitted", 0)
    return RunStatus(
        id=run,
        business_date=business_date,
        state=state,
        summary=told,
        balance=balance,
        balanced=balance.even and (agrees or state == "open"),
        deliveries=deliveries,
    )


def _balance(deliveries: tuple[DeliveryEntry, ...]) -> Balance:
    return Balance(
        received=sum(one.records for one in deliveries),
        quarantined=sum(one.quarantined for one in deliveries),
        held=sum(one.held for one in deliveries),
        pulled=sum(one.pulled for one in deliveries),
        superseded=0,
        posted=0,
        open=sum(one.admitted for one in deliveries),
    )
