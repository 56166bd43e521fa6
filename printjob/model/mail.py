"""How pieces are handed to the post office (差出): the class of a job, and the bundles (把束) and trays its pieces are tied and put into.

Both are decided before a job is cut: the envelope's indicia differ by class, so that each class is an inserter job of its own, and jobs
are cut between bundles.
"""

from __future__ import annotations

import msgspec

OPTIONS = ("", "recorded", "simple-registered", "registered")
"""特定記録, 簡易書留, 一般書留: the option services (``option`` of ``spool/postage/postage.yaml``) by their number in admission rows"""

INDICIA = {"plain": "普通", "slack-3": "3日余裕", "slack-7": "7日余裕", "local": "郵便区内特別"}
"""what an envelope bears (封筒の表示), and how that is said: one line, two lines (3 days' slack), three lines (7 days), or words"""

BECAUSE = ("pulled", "spoiled", "missing")
"""引抜き, 損傷, 不明: why a piece that was made does not go"""

LEVELS = ("district", "two-digits", "mixed")
"""what a bundle's pieces have in common: the 郵便区番号, its first two digits, nothing (雑)"""


class MailClass(msgspec.Struct, frozen=True, kw_only=True):
    """In which class a job's pieces are posted (差出の区分) and at which office. ``product`` is empty where nothing takes them: no envelope
    is chosen for them and they stand on no posting slip.
    """

    product: str
    title: str
    kind: str
    indicia: str
    office: str
    option: str = ""


UNMAILED = MailClass(product="", title="", kind="", indicia="", office="")
"""Pieces in no class: nothing takes them, or they are no mail at all (proofs)."""


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle (把束) of a job: its pieces ``start`` to ``stop`` (from 0, in print order). ``district`` is a 郵便区番号, its first two digits, or
    empty, as ``level`` says. ``number`` counts from 1 in the job, so does ``tray``.
    """

    number: int
    start: int
    stop: int
    level: str
    district: str
    tray: int


class BundleRule(msgspec.Struct, frozen=True, kw_only=True):
    """Fewest and most pieces of a bundle and of a tray, and how thick (micrometres, unpressed) they may be."""

    least: int
    most: int
    most_thickness_um: int
    tray_most: int
    tray_most_thickness_um: int
