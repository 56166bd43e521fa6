"""A posting's classes and costs in words for people, in Japanese or English (``ja``, ``en``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from printjob.mailroom.postage.explain import Line, Report
from printjob.mailroom.postage.reasons import Why

_WORDS = {
    "ja": {
        "posting": "{municipality} 差出日 {day}: {pieces:,}通 {cost:,}円（割引なし {plain:,}円、差 {saving:,}円、運ぶ費用 {transport:,}円）",
        "campaign": "  案件 {id}: {pieces:,}通 {fees:,.2f}円",
        "line": "    {pieces:,}通 {title} {shape} {weight:g} g まで {fee:,.2f}円 {place}",
        "none": "    {pieces:,}通 区分できません {shape}",
        "lacking": "（封筒の在庫不足）",
        "nowhere": "      理由: {reason}",
        "fee": "（{fee:,.2f}円）",
        "why": "      安くならない理由 {title}{fee}: {reason}",
        "threshold": "  あと {lacks:,}通で {title} {place}（{eligible:,} / {needed:,}通）",
        "guard": "  限度の手前の余裕で上の区分にした通数: {limits}",
        "districts": "  郵便区番号が一覧にない通（郵便区内特別に数えない）: {pieces:,}通",
        "cash": "  料金別納に足りない: {office} {fee:,.2f}円が{pieces:,}通（{needed:,}通から）",
        "doubtful": "  受付局に確かめる値: {place} {source}",
        "gap": "  最も安いと確かめられていません（差は最大 {gap:,}円）",
    },
    "en": {
        "posting": "{municipality} posted on {day}: {pieces:,} pieces, {cost:,} yen (plain {plain:,}, saving {saving:,}, transport {transport:,})",
        "campaign": "  campaign {id}: {pieces:,} pieces, {fees:,.2f} yen",
        "line": "    {pieces:,} {title} {shape} up to {weight:g} g at {fee:,.2f} yen {place}",
        "none": "    {pieces:,} in no class {shape}",
        "lacking": "(no envelopes left)",
        "nowhere": "      why: {reason}",
        "fee": " ({fee:,.2f} yen)",
        "why": "      not cheaper as {title}{fee}: {reason}",
        "threshold": "  {lacks:,} more for {title} {place} ({eligible:,} of {needed:,})",
        "guard": "  classed higher by the guard band before a limit: {limits}",
        "districts": "  district not in the list (not counted as local): {pieces:,} pieces",
        "cash": "  too few for payment at the counter: {office}, {pieces:,} at {fee:,.2f} yen (from {needed:,})",
        "doubtful": "  to be confirmed with the post office: {place} {source}",
        "gap": "  not proven cheapest (at most {gap:,} yen off)",
    },
}
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
    "minimum": ("通数が足りない（あと {lacks:,}通）", "too few ({lacks:,} lack)"),
    "no-tables": ("差出日に有効な料金表がない", "no tables of postage are in force on the posting day"),
    "envelope": ("封筒の印が違う（もう封入した）", "its envelope, already filled, bears another mark"),
    "envelopes": ("その区分の封筒がもうない", "its envelopes are used up"),
    "together": ("全体ではこのほうが安い", "the whole posting is cheaper this way"),
}


def report_text(one: Report, language: str) -> Iterator[str]:
    """The lines of a posting."""
    words = _WORDS[language]
    yield words["posting"].format(
        municipality=one.municipality, day=one.posted_on.isoformat(), pieces=one.pieces, cost=one.cost_yen, plain=one.plain_yen,
        saving=one.saving_yen, transport=one.transport_yen,
    )  # fmt: skip
    for campaign in one.campaigns:
        yield words["campaign"].format(id=campaign.id, pieces=campaign.pieces, fees=campaign.fees_yen)
        for line in _together(line for line in one.lines if line.campaign == campaign.id):
            yield from line_text(line, language)
    for more in sorted(one.thresholds, key=lambda threshold: threshold.lacks)[:3]:
        place = " ".join(part for part in (more.office, more.district, more.shape) if part)
        yield words["threshold"].format(lacks=more.lacks, title=more.title, place=place, eligible=more.eligible, needed=more.needed)
    if one.guarded:
        yield words["guard"].format(limits=", ".join(f"{limit}: {count:,}" for limit, count in one.guarded.items()))
    if one.district_unknown:
        yield words["districts"].format(pieces=one.district_unknown)
    for short in one.cash_short:
        yield words["cash"].format(office=short.office, fee=short.fee_milli / 1000, pieces=short.pieces, needed=short.needed)
    for known in one.doubtful:
        yield words["doubtful"].format(place=known.place, source=known.source)
    if one.gap_yen:
        yield words["gap"].format(gap=one.gap_yen)


def _together(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that only differ in why they are not cheaper (their districts, their barcodes) as one, with every reason once."""
    found: dict[Line, list[Line]] = {}
    for line in lines:
        found.setdefault(msgspec.structs.replace(line, pieces=0, why=()), []).append(line)
    for line, same in found.items():
        whys: dict[Why, int] = {}
        for why in (why for one in same for why in one.why):
            key = msgspec.structs.replace(why, lacks=0)
            whys[key] = min(whys.get(key, why.lacks), why.lacks)
        listed = tuple(msgspec.structs.replace(why, lacks=lacks) for why, lacks in whys.items())
        yield msgspec.structs.replace(line, pieces=sum(one.pieces for one in same), why=listed)


def line_text(line: Line, language: str) -> Iterator[str]:
    """A line and why it is not cheaper."""
    words = _WORDS[language]
    place = " ".join(part for part in (line.office, line.district, words["lacking"] if line.lacking else "") if part)
    kind = "line" if line.product else "none"
    yield words[kind].format(pieces=line.pieces, title=line.title, shape=line.shape, weight=line.weight_g, fee=line.fee_milli / 1000, place=place)
    for why in line.why:
        fee = words["fee"].format(fee=why.fee_milli / 1000) if why.fee_milli else ""  # a class that has no fee for the shape
        yield words["why" if line.product else "nowhere"].format(title=why.title or why.product, fee=fee, reason=_reason(why, language))


def _reason(why: Why, language: str) -> str:
    return _REASONS[why.reason][language == "en"].format(lacks=why.lacks)
