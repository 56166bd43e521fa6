"""Line breaking (行分割、禁則処理) of Japanese text: where a line may end, and filling lines greedily.

Between any two clusters, except: before characters that may not start a line and behind those that may not end one (JIS X 4051:2004,
6.1, 行頭禁則文字・行末禁則文字), inside a number or a Latin word, and near an honorific: 様, 御中 and 殿 stay with the end of the name.
"""

from __future__ import annotations

from collections.abc import Sequence

NOT_AT_START = frozenset(
    "、。，．・：；？！ー～〜ヽヾゝゞ々〻‐–—…‥）」』】〕］｝〉》〙〗〟’”％‰℃°′″"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ,.:;?!)]}%"
)
NOT_AT_END = frozenset("（「『【〔［｛〈《〘〖〝‘“￥＄＃№([{¥$#")
SPACES = frozenset(" 　")
HONORIFICS = ("様", "御中", "殿")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_IN_NUMBERS = frozenset(",.，．-－‐−／/")
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'&-@_")
_KEPT_WITH_HONORIFIC = 2


def breaks(clusters: Sequence[str]) -> list[bool]:
    """For each position, whether a line may start there (the first position: no).

    >>> [position for position, may in enumerate(breaks(list("町１２３番（地）"))) if may]
    [1, 4, 5]
    """
    allowed = [False, *(_may_break(clusters, at) for at in range(1, len(clusters)))]
    start = _honorific_start(clusters)
    if start:
        end_of_name = start
        while end_of_name > 0 and clusters[end_of_name - 1] in SPACES:
            end_of_name -= 1
        for at in range(max(1, end_of_name - _KEPT_WITH_HONORIFIC + 1), len(clusters)):
            allowed[at] = False
    return allowed


def _may_break(clusters: Sequence[str], at: int) -> bool:
    before, behind = clusters[at - 1][0], clusters[at][0]
    if behind in SPACES or behind in NOT_AT_START or _inked(clusters, at) in NOT_AT_END:
        return False
    if (before in _LATIN and (behind in _LATIN or behind in _DIGITS)) or (before in _DIGITS and behind in _LATIN):
        return False
    return not _inside_number(clusters, at)


def _inked(clusters: Sequence[str], at: int) -> str:
    """The last character before ``at`` that is not a space."""
    while at > 1 and clusters[at - 1] in SPACES:
        at -= 1
    return clusters[at - 1][0]


def _inside_number(clusters: Sequence[str], at: int) -> bool:
    before, behind = clusters[at - 1][0], clusters[at][0]
    if before in _DIGITS:
        return behind in _DIGITS or (behind in _IN_NUMBERS and at + 1 < len(clusters) and clusters[at + 1][0] in _DIGITS)
    return before in _IN_NUMBERS and behind in _DIGITS and at > 1 and clusters[at - 2][0] in _DIGITS


def _honorific_start(clusters: Sequence[str]) -> int:
    """Where the honorific behind a space at the end starts, 0 where there is none."""
    for honorific in HONORIFICS:
        start = len(clusters) - len(honorific)
        if start > 1 and clusters[start - 1] in SPACES and "".join(clusters[start:]) == honorific:
            return start
    return 0


def wrap(
    clusters: Sequence[str], widths: Sequence[float], allowed: Sequence[bool], limit: float, hang: float = 0.0
) -> list[tuple[int, int]] | None:
    """Lines as (start, stop), each as full as it can be; spaces at a line's end take no room and continued lines start without them.

    ``hang`` narrows every line but the first. ``None`` where a stretch without breaks is wider than a line.
    """
    lines: list[tuple[int, int]] = []
    start, total = 0, len(clusters)
    while start < total:
        stop = _line_stop(clusters, widths, allowed, start, limit - (hang if lines else 0.0))
        if stop is None:
            return None
        end = stop
        while end > start and clusters[end - 1] in SPACES:
            end -= 1
        lines.append((start, end))
        start = stop
    return lines


def _line_stop(clusters: Sequence[str], widths: Sequence[float], allowed: Sequence[bool], start: int, limit: float) -> int | None:
    width, best = 0.0, None
    for at in range(start, len(clusters)):
        if at > start and allowed[at]:
            best = at
        if clusters[at] not in SPACES and width + widths[at] > limit + 1e-6:
            return best
        width += widths[at]
    return len(clusters)
