"""How far a posting is, in words for people, with what comes next (``ja``, ``en``)."""

from __future__ import annotations

from collections.abc import Iterator

from printjob.run.posting.listing import PostingLine, PostingMade

_WORDS = {
    "ja": {
        "posting": "{municipality} 差出日 {day} {office} {state}  ジョブ {jobs_made:,}/{jobs_planned:,}"
        "  計画 {planned:,}通 = 取出し {taken_out:,} + 未作成 {not_made:,} + 作成済 {made:,}（うち差出済 {posted:,}）",
        "no office": "（局・区分なし）",
        "papers made": "  {id} {pieces:,}通 {cost_yen:,}円 {stamp}",
        "stamped": "{accepted_on} 受付番号 {slip}",
        "stale": "書類の作り直しが必要",
        "open": "引受け前",
        "waiting": "  封入の記録待ち: {jobs}{more}",
        "more": " ほか{count:,}",
        "next": "  次: {command}",
        "none": "差し出すものはありません。",
        "counter": "計数",
        "name": "氏名",
        "stamp day": "日附印の日",
        "number": "受付番号",
        "planned": "予定",
        "making": "作成中",
        "made": "封入済",
        "papers": "差出票作成済",
        "posted": "差出済",
        "nothing": "差出なし",
    },
    "en": {
        "posting": "{municipality} posted on {day} {office} {state}  jobs {jobs_made:,}/{jobs_planned:,}"
        "  planned {planned:,} = taken out {taken_out:,} + not made {not_made:,} + made {made:,} (of them posted {posted:,})",
        "no office": "(no office, no class)",
        "papers made": "  {id} {pieces:,} pieces {cost_yen:,} yen, {stamp}",
        "stamped": "accepted {accepted_on}, slip {slip}",
        "stale": "papers to be made again",
        "open": "not accepted yet",
        "waiting": "  to be recorded as finished: {jobs}{more}",
        "more": " and {count:,} more",
        "next": "  next: {command}",
        "none": "There is nothing to post.",
        "counter": "COUNTER",
        "name": "NAME",
        "stamp day": "DAY-OF-STAMP",
        "number": "SLIP-NUMBER",
        "planned": "planned",
        "making": "being made",
        "made": "made",
        "papers": "papers made",
        "posted": "posted",
        "nothing": "nothing to post",
    },
}
_SHOWN = 3
"""so many jobs are named, the others counted"""


def none_text(language: str) -> str:
    """What is said where there is no posting."""
    return _WORDS[language]["none"]


def posting_text(one: PostingLine, language: str) -> Iterator[str]:
    """The lines of a posting. The counter's number is never suggested: it must be read from the inserter."""
    words = _WORDS[language]
    facts = {name: getattr(one, name) for name in ("municipality", "day", "jobs_made", "jobs_planned", "planned", "taken_out", "not_made", "made", "posted")}
    yield words["posting"].format(office=one.office or words["no office"], state=words[one.state], **facts)
    for made in one.postings:
        yield words["papers made"].format(id=made.id, pieces=made.pieces, cost_yen=made.cost_yen, stamp=_stamp(made, words))
    if one.waiting:
        more = words["more"].format(count=len(one.waiting) - _SHOWN) if len(one.waiting) > _SHOWN else ""
        yield words["waiting"].format(jobs=" ".join(one.waiting[:_SHOWN]), more=more)
    command = _next(one, words)
    if command:
        yield words["next"].format(command=command)


def _stamp(made: PostingMade, words: dict[str, str]) -> str:
    if made.accepted_on:
        return words["stamped"].format(accepted_on=made.accepted_on, slip=made.slip)
    return words["stale" if made.stale else "open"]


def _next(one: PostingLine, words: dict[str, str]) -> str:
    """The command that brings the posting further; none where there is nothing to do, or no office takes it."""
    if one.waiting:
        return f"printjob posting made {one.waiting[0]} --pieces {words['counter']} --by {words['name']}"
    if one.state == "made" and one.office:
        return f"printjob posting papers {one.municipality} --day {one.day}"
    ready = next((made.id for made in one.postings if not made.accepted_on), "")
    if one.state != "papers" or not ready:
        return ""
    return f"printjob posting accepted {ready} --office {one.office} --on {words['stamp day']} --slip {words['number']} --by {words['name']}"
