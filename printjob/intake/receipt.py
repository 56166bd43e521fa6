"""The receipt (受領書) that goes to the municipality's outbox: what came, what was taken, what was refused and why.

Nothing personal: faults are told by place, field, rule and what was found (code points, counts), never by value. The JSON is for programs, the text for the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from printjob.errors import Fault
from printjob.faultbook import BOOK, message
from printjob.intake.check import CheckedDelivery

RECEIPT_SCHEMA = "printjob-receipt/1"


def receipt(
    checked: CheckedDelivery,
    *,
    run: str,
    municipality_name: str,
    accepted: bool,
    counts: dict[str, int],
    faults: Sequence[Fault],
    without_barcode: Sequence[tuple[str, str, int]] = (),
) -> dict[str, Any]:
    """The receipt as JSON values. ``counts`` are the run's own, for example received, notices, held, quarantined, pulled;
    ``without_barcode`` are reason, its meaning and how many notices bear no customer barcode for it.
    """
    manifest = checked.manifest
    return {
        "schema": RECEIPT_SCHEMA,
        "run": run,
        "delivery": manifest.delivery if manifest else "",
        "municipality": manifest.municipality if manifest else "",
        "municipality_name": municipality_name,
        "form": manifest.form if manifest else "",
        "business_date": manifest.business_date.isoformat() if manifest else "",
        "accepted": accepted,
        "counts": counts,
        "total_amount_yen": manifest.total_amount_yen if manifest else 0,
        "files": [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256, "records": f.records} for f in checked.files],
        "without_barcode": [{"reason": reason, "meaning": meaning, "notices": count} for reason, meaning, count in without_barcode],
        "faults": [_told(fault) for fault in faults],
    }


def _told(fault: Fault) -> dict[str, Any]:
    entry = BOOK[fault.id]
    return {
        "id": fault.id,
        "level": entry.level.value,
        "file": fault.file,
        "line": fault.line,
        "record": fault.record,
        "field": fault.field,
        "detail": fault.detail,
        "rule": entry.rule_ja,
        "action": entry.action_ja,
    }


_COUNT_NAMES = {
    "received": "受領",
    "notices": "印刷対象",
    "quarantined": "受入エラー",
    "held": "保留",
    "pulled": "引抜き",
}


def receipt_text(told: dict[str, Any]) -> str:
    """The receipt for people, in Japanese."""
    state = "受け入れました。" if told["accepted"] else "受け入れできませんでした（全件を印刷しません）。"
    lines = [
        "納品受領書",
        "",
        f"団体　　：{told['municipality']}　{told['municipality_name']}",
        f"納品番号：{told['delivery']}",
        f"帳票　　：{told['form']}",
        f"業務日　：{told['business_date']}",
        f"結果　　：{state}",
        "",
        *[f"{_COUNT_NAMES.get(name, name)}：{count:,} 件" for name, count in told["counts"].items()],
        f"合計金額（納品書）：{told['total_amount_yen']:,} 円",
        "",
        "ファイル",
        *[
            f"　{file['name']}　{file['bytes']:,} バイト　{file['records']:,} 件　SHA-256 {file['sha256']}"
            for file in told["files"]
        ],
    ]
    if told["without_barcode"]:
        lines += ["", f"カスタマバーコードなし（{sum(one['notices'] for one in told['without_barcode']):,} 件。郵便は差し出します）"]
        lines += [f"　{one['meaning']}（{one['reason']}）：{one['notices']:,} 件" for one in told["without_barcode"]]
    if told["faults"]:
        lines += ["", f"エラー・保留・お知らせ（{len(told['faults'])} 件）", *[f"　{_line(fault)}" for fault in told["faults"]]]
    return "\n".join(lines) + "\n"


def _line(fault: dict[str, Any]) -> str:
    known = ("id", "file", "line", "record", "field", "detail")
    return message(Fault(**{name: fault[name] for name in known}))
