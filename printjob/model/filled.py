"""A paper for people (帳票) with its texts: what the mail room hands to the drawing room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Filled(NamedTuple):
    """The layout ``layout`` (a folder's name) filled with ready texts: ``values`` of the page, ``rows`` of its table. ``words`` stand in the
    layout's open places ``{with.NAME}``, for measures that differ from paper to paper.
    """

    layout: str
    values: Mapping[str, str]
    rows: Sequence[Mapping[str, str]] = ()
    words: Mapping[str, str] = {}
