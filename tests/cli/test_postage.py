"""``printjob postage``: the classes and costs of a night, explained; it only looks."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.whereabouts import data_folder
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, COUNTS, RUN, TOWN, Night, batch, deliver, fresh_home, once, snapshot

TABLES = data_folder("spool") / "postage"
ENVELOPES = {one["envelope"]: one for one in yaml.safe_load((TABLES / "weights.yaml").read_text(encoding="utf-8"))["envelopes"]}


def own_table(home: Home, name: str, right: str, wrong: str) -> None:
    """A table of the site's own: the shipped one with a change."""
    text = (TABLES / name).read_text(encoding="utf-8")
    assert right in text
    (home.site / "postage" / name).write_text(text.replace(right, wrong), encoding="utf-8")


def plain_fees(night: Night) -> dict[str, int]:
    """The plain postage of every piece, from the sheets that were printed, the envelope of the profile and 2 g of guard."""
    fees: dict[str, int] = {}
    for folder in night.jobs:
        profile = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["profile"]
        name = yaml.safe_load((night.home.site / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8"))["envelope"]["name"]
        weights: dict[str, float] = {}
        for line in (folder / "sheets.jsonl").read_text(encoding="utf-8").splitlines():
            sheet = json.loads(line)
            weights[sheet["piece"]] = weights.get(sheet["piece"], ENVELOPES[name]["weight_g"] + 2) + sheet["weight_mg"] / 1000
        steps = [(50, 140), (100, 180), (150, 270), (250, 320), (500, 510)]
        for piece, grams in weights.items():
            letter = ENVELOPES[name]["size_mm"] == [235, 120] and grams <= 50
            fees[piece] = 110 if letter else next(yen for most, yen in steps if grams <= most)
    return fees


def test_a_small_night_goes_at_plain_postage_by_the_weight_of_its_sheets(printjob: Printjob, reference: Night) -> None:
    told = printjob("postage", RUN, "--json", "--home", reference.home.folder)
    reports, fees = json.loads(told.stdout), plain_fees(reference)
    assert (told.exit_code, [one["municipality"] for one in reports]) == (0, sorted(COUNTS))
    assert sum(one["pieces"] for one in reports) == len(fees) == reference.outcome.summary["pieces"]
    assert sum(one["cost_yen"] for one in reports) == sum(one["plain_yen"] for one in reports) == sum(fees.values())
    for one in reports:
        assert one["by_product"] == {"plain": one["pieces"]}
        assert sum(line["pieces"] for line in one["lines"]) == sum(campaign["pieces"] for campaign in one["campaigns"]) == one["pieces"]
        assert {why["reason"] for line in one["lines"] for why in line["why"]} >= {"minimum", "not-posted-there"}


def test_each_piece_is_explained(printjob: Printjob, reference: Night) -> None:
    for piece, yen in list(plain_fees(reference).items())[:3]:
        by_id, by_number = (json.loads(printjob("postage", RUN, "--piece", name, "--json", "--home", reference.home.folder).stdout)
                            for name in (piece, str(int(piece[-7:]))))  # fmt: skip
        assert by_id == by_number
        assert by_id["fee_milli"] == yen * 1000
    assert printjob("postage", RUN, "--piece", "9999999", "--home", reference.home.folder).exit_code == 8


def test_it_says_so_in_both_languages(printjob: Printjob, reference: Night) -> None:
    for language, why, doubtful in (("ja", "通数が足りない", "受付局に確かめる値"), ("en", "too few", "to be confirmed with the post office")):
        short = printjob("--lang", language, "postage", RUN, "--home", reference.home.folder).stdout
        long = printjob("--lang", language, "postage", RUN, "--why", "--home", reference.home.folder).stdout
        piece = printjob("--lang", language, "postage", RUN, "--piece", "1", "--home", reference.home.folder).stdout
        assert (why in short, why in long, why in piece) == (False, True, True)
        assert short.count(doubtful) == long.count(doubtful) == 1
        assert "--why" in short


@pytest.fixture
def changed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A night with a low threshold, and few envelopes of one municipality. Not to be changed."""

    def make(folder: Path) -> int:
        home = fresh_home(folder / "home")
        own_table(home, "discounts.yaml", "least: 1000 ", "least: 20 ")
        stock = f'stock:\n  - {{municipality: "{TOWN}", envelope: 洋長3 窓, indicia: plain, pieces: 3}}\n#'
        own_table(home, "posting.yaml", "stock: []", stock)
        deliver(home, CITY, 60)
        deliver(home, TOWN, 8)
        return batch(home.folder).exit

    folder, exit_code = once(tmp_path_factory, "postage", make)
    assert exit_code == 0
    return Home(folder / "home")


def test_the_site_s_own_thresholds_count_and_barcoded_pieces_alone_earn(printjob: Printjob, changed: Home) -> None:
    first = json.loads(printjob("postage", RUN, "--json", "--home", changed.folder).stdout)[0]
    earning, plain = first["by_product"]["barcode"], first["by_product"].get("plain", 0)
    assert first["municipality"] == CITY
    assert earning >= 20
    assert earning + plain == first["pieces"]
    reasons = {why["reason"] for line in first["lines"] if line["product"] == "plain" for why in line["why"] if why["product"] == "barcode"}
    assert reasons <= {"no-bars", "too-thick", "shape"}
    assert first["plain_yen"] - first["cost_yen"] == first["saving_yen"] == -(-earning * 330 // 100)


def test_the_night_s_jobs_are_of_one_class_each(printjob: Printjob, changed: Home) -> None:
    told = json.loads(printjob("postage", RUN, "--json", "--home", changed.folder).stdout)
    with Ledger.copied(changed.ledger) as ledger:
        jobs = ledger.jobs(RUN)
    for one in told:
        planned: dict[str, int] = {}
        for job in jobs:
            if job.municipality == one["municipality"]:
                planned[job.product] = planned.get(job.product, 0) + job.pieces
        assert planned == one["by_product"]
    assert {(job.office, job.indicia) for job in jobs} == {("見本中央郵便局", "plain")}


def test_lacking_envelopes_are_4(printjob: Printjob, changed: Home) -> None:
    told = printjob("postage", RUN, "--json", "--home", changed.folder)
    first, second = json.loads(told.stdout)
    assert told.exit_code == 4
    assert (first["lacking_envelopes"], second["lacking_envelopes"] > 0) == (0, True)
    assert sum(line["pieces"] for line in second["lines"] if line["envelope"] == "洋長3 窓" and not line["lacking"]) == 3


def test_it_only_looks_and_at_what_the_night_decided(printjob: Printjob, night: Home) -> None:
    told = printjob("postage", RUN, "--json", "--home", night.folder)
    own_table(night, "discounts.yaml", "least: 1000 ", "least: 1 ")
    before = snapshot(night.folder)
    assert printjob("postage", RUN, "--json", "--home", night.folder).stdout == told.stdout
    assert snapshot(night.folder) == before


def test_a_night_that_decided_no_classes_is_told_so(printjob: Printjob, night: Home) -> None:
    shutil.rmtree(night.runs / RUN / "postage")
    told = printjob("postage", RUN, "--home", night.folder)
    assert told.exit_code == 8
    assert "an earlier version" in told.stderr
    assert printjob("postage", "20260401-09", "--home", night.folder).exit_code == 8


@pytest.mark.parametrize(
    ("name", "right", "wrong", "told"),
    [
        ("local.yaml", "barcode: yes", "barcod: yes", r"PJ-1404-E postage/local\.yaml:\d+:9 barcod .*did you mean barcode\?"),
        ("weights.yaml", "{envelope: 洋長3 窓,", "{envelope: 長3,", "the envelope 洋長3 窓 of the profile naga3-small-jobs has no weight"),
        ("calendar.yaml", "warn_days:", "warn_day:", r"PJ-1404-E postage/calendar\.yaml"),
    ],
)
def test_a_table_at_fault_stops_the_night_with_its_place(tmp_path: Path, name: str, right: str, wrong: str, told: str) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 1)
    own_table(home, name, right, wrong)
    outcome = batch(home.folder)
    assert (outcome.exit, "read and admit" in outcome.stderr) == (12, False)
    assert re.search(told, outcome.stderr)


def test_a_posting_on_a_day_before_all_tables_is_made_and_told(printjob: Printjob, tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 2)
    own_table(home, "postage.yaml", "valid_from: 2024-10-01", "valid_from: 2027-10-01")
    assert batch(home.folder).summary["pieces"] == 2
    told = printjob("postage", RUN, "--json", "--home", home.folder)
    (report,) = json.loads(told.stdout)
    assert (told.exit_code, report["unplaced"], report["lines"][0]["why"][0]["reason"]) == (4, 2, "no-tables")
    assert "有効な料金表がない" in printjob("postage", RUN, "--home", home.folder).stdout
