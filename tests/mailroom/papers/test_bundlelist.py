"""The bundle list counts each bundle once, by destination, for every class of its office."""

from __future__ import annotations

import csv
import io

from printjob.mailroom.papers.bundlelist import bundle_list, bundle_list_csv
from printjob.mailroom.papers.values import job_bundles
from tests.mailroom.papers.posting import HEAD, LOCAL, LONGEST, SLACK, job_plan, read, words

JOBS = [
    job_bundles(job_plan(1, LOCAL, [100] * 3, [("district", "070")] * 3), "見本市"),
    job_bundles(job_plan(2, SLACK), "見本市"),
    job_bundles(job_plan(3, SLACK), "見本市", {1001}),
    job_bundles(job_plan(4, LONGEST), "見本市"),
    job_bundles(job_plan(5, SLACK, (), ()), "見本市"),
]


def test_a_list_for_each_class_of_the_office() -> None:
    local, slack = read(bundle_list(HEAD, JOBS))
    assert {"070", "300", "3", "2", "郵便区内特別"} <= words(local)
    assert {"070", "199", "070-08", "198", "07", "24", "350-11", "雑", "22", "543", "10", "6", "3日余裕"} <= words(slack)


def test_destinations_stand_in_the_order_of_sorting() -> None:
    (_, slack) = bundle_list(HEAD, JOBS)
    assert [row["district"] for row in slack.rows] == ["070", "070-08", "07", "350-11", "雑"]
    assert [row["trays"] for row in slack.rows] == ["2"] * 5
    assert slack.values["trays"] == "6"


def test_the_csv_has_every_bundle_once() -> None:
    rows = list(csv.DictReader(io.StringIO(bundle_list_csv(HEAD, JOBS).decode(), newline="")))
    assert len({(row["JOB"], row["BUNDLE"]) for row in rows}) == len(rows) == 13
    assert sum(int(row["PIECES"]) for row in rows) == 300 + 272 + 271
    assert {row["OFFICE"] for row in rows} == {HEAD.office}


def test_long_lists_go_on_to_further_pages() -> None:
    many = job_bundles(job_plan(1, LOCAL, [1] * 61, [("district", f"{number}") for number in range(100, 161)]), "見本市")
    pages = read(bundle_list(HEAD, [many]))
    assert len(pages) == 3
    assert "160" in words(pages[2])
