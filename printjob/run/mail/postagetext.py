"""A posting's classes and costs in words for people, in Japanese or English (``ja``, ``en``).

What costs the same stands in one line. Why it does not cost less is told where it is asked for, and always of pieces in no class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from printjob.mailroom.papers.values import yen_shown
from printjob.mailroom.postage.explain import Line, Report
from printjob.mailroom.postage.reasons import Why
from printjob.run.aligned import aligned

_WORDS = {
    "ja": {
        "posting": "{municipality} 差出日 {day}: {pieces:,}通 {cost:,}円（割引なし {plain:,}円、差 {saving:,}円、運ぶ費用 {transport:,}円）",
        "campaign": "  案件 {id}: {pieces:,}通 {fees}円",
        "pieces": "{pieces:,}通",
        "weight": "{weight:g} g まで",
        "yen": "{yen}円",
        "none": "区分できません",
        "lacking": "（封筒の在庫不足）",
        "none why": "    区分できない理由: {reason}",
        "every why": "    安くならない理由: {reason}",
        "why": "    安くならない理由（{reason}）: {titles}",
        "lacks": "（あと {lacks:,}通）",
        "between": "、",
        "threshold": "  あと {lacks:,}通で {title} {place}（{eligible:,} / {needed:,}通）",
        "guard": "  限度の手前の余裕で上の区分にした通数: {limits}",
        "districts": "  郵便区番号が一覧にない通（郵便区内特別に数えない）: {pieces:,}通",
        "cash": "  料金別納に足りない: {office} {fee}円が{pieces:,}通（{needed:,}通から）",
        "doubtful": "受付局に確かめる値:",
        "hint": "安くならない理由は --why、1通の説明は --piece で示します。",
        "gap": "  最も安いと確かめられていません（差は最大 {gap:,}円）",
    },
    "en": {
        "posting": "{municipality} posted on {day}: {pieces:,} pieces, {cost:,} yen (plain {plain:,}, saving {saving:,}, transport {transport:,})",
        "campaign": "  campaign {id}: {pieces:,} pieces, {fees} yen",
        "pieces": "{pieces:,}",
        "weight": "up to {weight:g} g",
        "yen": "{yen}",
        "none": "in no class",
        "lacking": "(no envelopes left)",
        "none why": "    in no class: {reason}",
        "every why": "    not cheaper: {reason}",
        "why": "    not cheaper ({reason}): {titles}",
        "lacks": " ({lacks:,} lack)",
        "between": ", ",
        "threshold": "  {lacks:,} more for {title} {place} ({eligible:,} of {needed:,})",
        "guard": "  classed higher by the guard band before a limit: {limits}",
        "districts": "  district not in the list (not counted as local): {pieces:,} pieces",
        "cash": "  too few for payment at the counter: {office}, {pieces:,} at {fee} yen (from {needed:,})",
        "doubtful": "to be confirmed with the post office:",
        "hint": "Why it costs no less: --why; one piece explained: --piece.",
        "gap": "  not proven cheapest (at most {gap:,} yen off)",
    },
}
_HEADS = {
    "ja": ("通数", "区分", "形", "重さ", "1通の料金", "金額", "受付局", "郵便区", ""),
    "en": ("pieces", "class", "shape", "weight", "fee", "yen", "office", "district", ""),
}
_RIGHT = {0, 3, 4, 5}
_REASONS = {
    "no-shape": ("大きさ・厚さ・重さがどの形にも入らない", "no shape takes its size, thickness or weight"),
    "option": ("オプション（書留など）とは併用できない", "not together with an option service"),
    "slack": ("余裕承諾がないか、納期限に間に合わない", "no slack allowed, or too late for the due day"),
    "too-large": ("大きさの限度を超える", "larger than its limit"),
    "shape": ("この形は対象外", "not for this shape"),
    "no-bars": ("バーコードのない通", "the piece bears no barcode"),
    "too-thick": ("押さえない厚さが限度を超える", "too thick unpressed"),
    "too-heavy": ("重さの限度を超える", "heavier than its limit"),
    "not-posted-there": ("この郵便区を配達する受付局・契約がない", "no office of ours takes it there"),
    "district-unknown": ("郵便区番号が一覧（postal-districts.yaml）で確かめられない", "its district is not in the list (postal-districts.yaml)"),
    "minimum": ("通数が足りない", "too few go together"),
    "no-tables": ("差出日に有効な料金表がない", "no tables of postage are in force on the posting day"),
    "envelope": ("封筒の印が違う（もう封入した）", "its envelope, already filled, bears another mark"),
    "envelopes": ("その区分の封筒がもうない", "its envelopes are used up"),
    "together": ("全体ではこのほうが安い", "the whole posting is cheaper this way"),
}


def reports_text(reports: Sequence[Report], language: str, *, why: bool = False) -> Iterator[str]:
    """Every posting, then once what is to be confirmed with the post office."""
    for one in reports:
        yield from report_text(one, language, why=why)
    doubtful = dict.fromkeys(known for one in reports for known in one.doubtful)
    if doubtful:
        yield _say(language, "doubtful")
    for known in doubtful:
        yield f"  {known.place} {known.source}"
    if not why and any(line.why for one in reports for line in one.lines):
        yield _say(language, "hint")


def report_text(one: Report, language: str, *, why: bool = False) -> Iterator[str]:
    """A posting: its totals, its lines, what lacks for the nearest thresholds."""
    yield _say(
        language, "posting", municipality=one.municipality, day=one.posted_on.isoformat(), pieces=one.pieces, cost=one.cost_yen, plain=one.plain_yen,
        saving=one.saving_yen, transport=one.transport_yen,
    )  # fmt: skip
    for campaign in one.campaigns:
        yield _say(language, "campaign", id=campaign.id, pieces=campaign.pieces, fees=yen_shown(campaign.fees_milli))
    yield from lines_text(one.lines, language, why=why)
    for more in sorted(one.thresholds, key=lambda threshold: threshold.lacks)[:3]:
        place = " ".join(part for part in (more.office, more.district, more.shape) if part)
        yield _say(language, "threshold", lacks=more.lacks, title=more.title, place=place, eligible=more.eligible, needed=more.needed)
    if one.guarded:
        yield _say(language, "guard", limits=", ".join(f"{limit}: {count:,}" for limit, count in one.guarded.items()))
    if one.district_unknown:
        yield _say(language, "districts", pieces=one.district_unknown)
    for short in one.cash_short:
        yield _say(language, "cash", office=short.office, fee=yen_shown(short.fee_milli), pieces=short.pieces, needed=short.needed)
    if one.gap_yen:
        yield _say(language, "gap", gap=one.gap_yen)


def lines_text(lines: Iterable[Line], language: str, *, why: bool) -> Iterator[str]:
    """The lines as one table; below each, where it is asked for, why it costs no less."""
    merged = _together(lines)
    table = aligned([_HEADS[language], *(_cells(line, language) for line in merged)], right=_RIGHT)
    yield f"  {next(table)}"
    for line, text in zip(merged, table, strict=True):
        yield f"  {text}"
        if why or not line.product:
            yield from _whys_text(line, language)


def _cells(line: Line, language: str) -> tuple[str, ...]:
    pieces, weight = _say(language, "pieces", pieces=line.pieces), _say(language, "weight", weight=line.weight_g)
    if not line.product:
        return pieces, _say(language, "none"), line.shape, weight if line.shape else "", "", "", "", "", ""
    fee, amount = (_say(language, "yen", yen=text) for text in (yen_shown(line.fee_milli), yen_shown(line.fee_milli * line.pieces)))
    lacking = _say(language, "lacking") if line.lacking else ""
    return pieces, line.title, line.shape, weight, fee, amount, line.office, line.district, lacking


def _together(lines: Iterable[Line]) -> list[Line]:
    """What costs the same in the same class at the same place as one line, up to the heaviest, with every reason once."""
    found: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        key = (line.product, line.office, line.district, line.shape, line.fee_milli, line.lacking, *(() if line.product else line.why))
        found.setdefault(key, []).append(line)
    return [
        msgspec.structs.replace(
            same[0], pieces=sum(one.pieces for one in same), weight_g=max(one.weight_g for one in same),
            why=tuple(dict.fromkeys(why for one in same for why in one.why)),
        )
        for same in found.values()
    ]  # fmt: skip


def _whys_text(line: Line, language: str) -> Iterator[str]:
    """Each reason once, with the classes that it stands against; the one reason against all of them without their names."""
    reasons: dict[str, dict[str, list[Why]]] = {}
    for why in line.why:
        reasons.setdefault(why.reason, {}).setdefault(why.title or why.product, []).append(why)
    for reason, classes in reasons.items():
        listed = [f"{title}{_fees(whys, language)}" for title, whys in classes.items()]
        said = _REASONS[reason][language == "en"]
        if not line.product:
            yield _say(language, "none why", reason=said)
        elif len(reasons) == 1 < len(listed) and not any(why.lacks for why in line.why):
            yield _say(language, "every why", reason=said)
        else:
            yield _say(language, "why", reason=said, titles=_WORDS[language]["between"].join(listed))


def _fees(whys: Sequence[Why], language: str) -> str:
    """What a class would cost, from the least to the most, and the least that lacks for it; nothing where it has no fee for the shape."""
    fees = sorted({why.fee_milli for why in whys if why.fee_milli})
    ends = dict.fromkeys(map(yen_shown, (fees[0], fees[-1]))) if fees else ()
    lacks = min(why.lacks for why in whys)
    price = " " + _say(language, "yen", yen="-".join(ends)) if ends else ""
    return price + (_say(language, "lacks", lacks=lacks) if lacks else "")


def _say(language: str, word: str, **values: object) -> str:
    return _WORDS[language][word].format(**values)
