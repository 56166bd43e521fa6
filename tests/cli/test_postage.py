"""``printjob postage``: the classes and costs of a night, explained; it only looks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from printjob.run.home import Home
from printjob.whereabouts import data_folder
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, COUNTS, RUN, Night, snapshot

TABLES = data_folder("spool") / "postage"
ENVELOPES = {one["envelope"]: one for one in yaml.safe_load((TABLES / "weights.yaml").read_text(encoding="utf-8"))["envelopes"]}


def own_table(home: Home, name: str, right: str, wrong: str) -> None:
    """A table of the site's own: the shipped one with a change."""
    text = (TABLES / name).read_text(encoding="utf-8")
    assert right in text
    (home.site / "postage").mkdir(exist_ok=True)
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
        assert {why["reason"] for line in one["lines"] for why in line["why"]} >= {"minimum", "district-unknown"}


def test_each_piece_is_explained(printjob: Printjob, reference: Night) -> None:
    for piece, yen in list(plain_fees(reference).items())[:3]:
        by_id, by_number = (json.loads(printjob("postage", RUN, "--piece", name, "--json", "--home", reference.home.folder).stdout)
                            for name in (piece, str(int(piece[-7:]))))  # fmt: skip
        assert by_id == by_number
        assert by_id["fee_milli"] == yen * 1000
    assert printjob("postage", RUN, "--piece", "9999999", "--home", reference.home.folder).exit_code == 8


def test_it_says_so_in_both_languages(printjob: Printjob, reference: Night) -> None:
    japanese = printjob("postage", RUN, "--home", reference.home.folder).stdout
    english = printjob("--lang", "en", "postage", RUN, "--home", reference.home.folder).stdout
    assert "通数が足りない" in japanese
    assert "受付局に確かめる値" in japanese
    assert "too few" in english
    assert "to be confirmed with the post office" in english


def test_the_site_s_own_thresholds_count_and_barcoded_pieces_alone_earn(printjob: Printjob, night: Home) -> None:
    before = json.loads(printjob("postage", RUN, "--json", "--home", night.folder).stdout)[0]
    own_table(night, "discounts.yaml", "least: 1000 ", "least: 20 ")
    after = json.loads(printjob("postage", RUN, "--json", "--home", night.folder).stdout)[0]
    earning, plain = after["by_product"]["barcode"], after["by_product"].get("plain", 0)
    assert after["municipality"] == CITY
    assert earning >= 20
    assert earning + plain == after["pieces"]
    reasons = {why["reason"] for line in after["lines"] if line["product"] == "plain" for why in line["why"] if why["product"] == "barcode"}
    assert reasons <= {"no-bars", "too-thick", "shape"}
    assert before["cost_yen"] - after["cost_yen"] == after["saving_yen"] == -(-earning * 330 // 100)


def test_it_only_looks(printjob: Printjob, night: Home) -> None:
    before = snapshot(night.folder)
    assert printjob("postage", RUN, "--home", night.folder).exit_code == 0
    assert snapshot(night.folder) == before


def test_lacking_envelopes_are_4(printjob: Printjob, night: Home) -> None:
    stock = f'stock:\n  - {{municipality: "{CITY}", envelope: 洋長3 窓, indicia: plain, pieces: 3}}\n#'
    own_table(night, "posting.yaml", "stock: []", stock)
    told = printjob("postage", RUN, "--json", "--home", night.folder)
    first, second, *_ = json.loads(told.stdout)
    assert told.exit_code == 4
    assert (first["lacking_envelopes"] > 0, second["lacking_envelopes"]) == (True, 0)
    assert sum(line["pieces"] for line in first["lines"] if line["envelope"] == "洋長3 窓" and not line["lacking"]) == 3


def test_a_table_at_fault_is_12_with_its_place(printjob: Printjob, night: Home) -> None:
    own_table(night, "local.yaml", "barcode: yes", "barcod: yes")
    told = printjob("postage", RUN, "--home", night.folder)
    assert told.exit_code == 12
    assert re.search(r"PJ-1404-E postage/local\.yaml:\d+:9 barcod .*did you mean barcode\?", told.stderr)


def test_a_day_before_all_tables_and_an_unknown_run(printjob: Printjob, night: Home, tmp_path: Path) -> None:
    own_table(night, "postage.yaml", "valid_from: 2024-10-01", "valid_from: 2027-10-01")
    told = printjob("postage", RUN, "--home", night.folder)
    assert (told.exit_code, "no edition is in force on 2026-04-" in told.stderr) == (12, True)
    assert printjob("postage", "20260401-09", "--home", night.folder).exit_code == 8
    assert printjob("postage", RUN, "--home", tmp_path / "nowhere").exit_code == 12


def test_an_envelope_without_weight_is_12(printjob: Printjob, night: Home) -> None:
    own_table(night, "weights.yaml", "{envelope: 洋長3 窓,", "{envelope: 長3,")
    told = printjob("postage", RUN, "--home", night.folder)
    assert told.exit_code == 12
    assert "the envelope 洋長3 窓 of the profile naga3-small-jobs has no weight" in told.stderr
