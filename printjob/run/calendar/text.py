"""A campaign's days in words for people, in Japanese or English (``ja``, ``en``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from printjob.faultbook import message
from printjob.run.calendar.view import CampaignView

_WORDS = {
    "ja": {
        "campaign": "{id} {state} 差出日 {posting} 発付日 {issued} 最初の納期限 {due} {offices}",
        "deadline": "  {slack}: 最後の差出日 {last}{left}、この差出日なら届く日 {there}{barred}",
        "left": "（あと{days}日）",
        "past": "（{days}日過ぎた）",
        "today": "（今日）",
        "plain": "余裕なし",
        "slack": "{days}日余裕",
        "barred": "（団体は認めていない）",
        "counts": "（この案件はこの日まで）",
        "milestones": "  節目: {listed}",
        "unknown": "不明",
        "planned": "予定",
        "waiting": "受付待ち",
        "prepared": "準備済み",
        "posted": "差出済み",
        "none": "差し出す案件はありません。",
    },
    "en": {
        "campaign": "{id} {state}, posting {posting}, issued {issued}, first due {due} {offices}",
        "deadline": "  {slack}: last posting day {last}{left}, there on {there} if posted as planned{barred}",
        "left": " ({days} days left)",
        "past": " ({days} days ago)",
        "today": " (today)",
        "plain": "no slack",
        "slack": "{days} days' slack",
        "barred": " (not allowed by the municipality)",
        "counts": " [this one counts]",
        "milestones": "  milestones: {listed}",
        "unknown": "unknown",
        "planned": "planned",
        "waiting": "waiting",
        "prepared": "prepared",
        "posted": "posted",
        "none": "No campaign is to be posted.",
    },
}
_WEEKDAYS = {"ja": tuple("月火水木金土日"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def none_text(language: str) -> str:
    """What is said where there is no campaign."""
    return _WORDS[language]["none"]


def view_text(one: CampaignView, language: str) -> Iterator[str]:
    """The lines of a campaign."""
    yield _say(
        language, "campaign", id=one.id, state=_say(language, one.state), posting=_day(one.posting_on, language),
        issued=_day(one.issued_on, language), due=_day(one.first_due_on, language), offices=" ".join(one.offices),
    ).rstrip()  # fmt: skip
    for each in one.deadlines if one.first_due_on and one.state != "posted" else ():
        slack = _say(language, "slack", days=each.slack_days) if each.slack_days else _say(language, "plain")
        yield _say(
            language, "deadline", slack=slack, last=_day(each.last_day, language), left=_left(each.days_left, language),
            there=_day(each.there_on, language), barred=_barred(one, each.slack_days, language),
        )  # fmt: skip
    coming = [due for due in one.milestones if one.state == "planned" or (due.days_left or 0) >= 0]
    listed = [f"{due.title if language == 'ja' else due.milestone} {_day(due.on, language)}{_left(due.days_left, language)}" for due in coming]
    if listed and one.state != "posted":
        yield _say(language, "milestones", listed="、".join(listed) if language == "ja" else ", ".join(listed))
    for fault in one.faults:
        yield f"  {message(fault, language)}"


def _barred(one: CampaignView, slack: int, language: str) -> str:
    """By which slack the campaign must be in time, and which the municipality does not allow."""
    if slack == one.slack_days:
        return _say(language, "counts")
    return _say(language, "barred") if slack > one.slack_allowed else ""


def _say(language: str, word: str, **values: object) -> str:
    return _WORDS[language][word].format(**values)


def _day(day: date | None, language: str) -> str:
    return f"{day.isoformat()}({_WEEKDAYS[language][day.weekday()]})" if day else _say(language, "unknown")


def _left(days: int | None, language: str) -> str:
    if days is None:
        return ""
    word = "today" if days == 0 else "left" if days > 0 else "past"
    return _say(language, word, days=abs(days))
