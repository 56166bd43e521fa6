"""The page on papers names every paper's layout and every CSV column as they are."""

from __future__ import annotations

import re
from pathlib import Path

from printjob.mailroom.papers import breakdown, bundlelist, registered, slip
from printjob.model.mail import INDICIA
from printjob.whereabouts import data_folder

PAGE = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")


def test_the_columns_are_those_of_the_files() -> None:
    table = PAGE.partition("<!-- columns -->")[2].partition("<!-- /columns -->")[0]
    told = {names[0]: tuple(names[1:]) for line in table.splitlines() if len(names := re.findall(r"`([^`]+)`", line)) > 1}
    assert told == {
        "slip.csv": slip.CSV_HEADING, "breakdown.csv": breakdown.CSV_HEADING, "bundle-list.csv": bundlelist.CSV_HEADING,
        "registered/*.csv": registered.CSV_HEADING,
    }  # fmt: skip


def test_every_paper_of_a_posting_is_listed() -> None:
    of_posting = {"bundle-tags", "tray-labels", "registered-labels"} | {
        folder.parent.name for folder in data_folder("layouts").glob("*/layout.yaml") if "posting-type.yaml" in folder.read_text(encoding="utf-8")
    }
    listed = PAGE.partition("## ")[0]
    assert of_posting == set(re.findall(r"`([a-z-]+)`", listed)) - {"registered"}


def test_every_indicia_is_explained() -> None:
    section = PAGE.partition("## 封筒の表示")[2].partition("## ")[0]
    assert all(name in section for name in INDICIA)
