"""``init`` and ``sample``: a home with the example site, deliveries that never collide."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from printjob.whereabouts import data_folder
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, VILLAGE, extract_lines, snapshot

SAMPLE = ("sample", "--form", "property-tax", "--count", 5, "--seed", 1)


@pytest.fixture
def home(printjob: Printjob, tmp_path: Path) -> Path:
    assert printjob("init", "--home", tmp_path / "home").exit_code == 0
    return tmp_path / "home"


def test_init_makes_the_rooms_for_the_owner_alone(home: Path) -> None:
    assert {"inbox", "accepted", "quarantine", "runs", "outbox", "audit", "site"} == {path.name for path in home.iterdir()}
    assert {path.name for path in (home / "inbox").iterdir()} == {"019917", "019925", "019933"}
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [home, *home.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_init_gives_the_site_the_tables_of_postage_and_the_example_s_own_districts(home: Path) -> None:
    tables = data_folder("spool") / "postage"
    for table in tables.iterdir():
        assert (home / "site" / "postage" / table.name).read_bytes() == table.read_bytes()
    assert (home / "site" / "postal-districts.yaml").read_bytes() == (data_folder("examples") / "site" / "postal-districts.yaml").read_bytes()


def test_init_again_changes_nothing(printjob: Printjob, home: Path) -> None:
    settings = home / "site" / "municipalities" / "019917.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    before = snapshot(home)
    assert printjob("init", "--home", home).exit_code == 0
    assert snapshot(home) == before


def test_sample_goes_into_the_inbox_of_the_first_municipality(printjob: Printjob, home: Path) -> None:
    told = printjob(*SAMPLE, "--home", home)
    assert told.exit_code == 0
    folder = Path(told.stdout.strip())
    assert folder.parent == home / "inbox" / CITY
    manifest = json.loads((folder / "manifest.json").read_bytes())
    lines = extract_lines(folder)
    assert (manifest["records"], manifest["business_date"], len(lines)) == (5, "2026-04-01", 5)
    assert manifest["total_amount_yen"] == sum(line.annual_tax for line in lines)


def test_sample_into_a_folder_needs_no_home(printjob: Printjob, tmp_path: Path) -> None:
    told = printjob(*SAMPLE, "--out", tmp_path / "out", "--municipality", VILLAGE, "--date", "2026-05-01")
    folder = Path(told.stdout.strip())
    assert folder.parent == tmp_path / "out"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["municipality"], manifest["format"], manifest["business_date"]) == (VILLAGE, "property-tax-csv-utf8", "2026-05-01")


@pytest.mark.parametrize(("carrier", "suffix"), [("csv", ".csv"), ("fixed", ".DAT")])
def test_sample_in_the_format_asked_for(printjob: Printjob, tmp_path: Path, carrier: str, suffix: str) -> None:
    told = printjob(*SAMPLE, "--out", tmp_path, "--format", carrier)
    (extract,) = (path for path in Path(told.stdout.strip()).iterdir() if path.name != "manifest.json")
    assert extract.suffix == suffix


def test_samples_of_different_calls_never_collide(printjob: Printjob, tmp_path: Path) -> None:
    calls = [("--seed", 1), ("--seed", 2), ("--seed", 1, "--count", 6), ("--seed", 1, "--municipality", VILLAGE), ("--seed", 1, "--faults", "--count", 12)]
    folders = [printjob(*SAMPLE, *more, "--out", tmp_path).stdout.strip() for more in calls]
    assert len(set(folders)) == len(calls)
    assert printjob(*SAMPLE, "--out", tmp_path).stdout.strip() == folders[0]


def test_sample_takes_recipients_from_a_list_in_its_order(printjob: Printjob, tmp_path: Path) -> None:
    rows = [("060-0001", "北海道札幌市中央区北一条西2丁目1", "見本　太郎"), ("0600001", "北海道札幌市中央区北一条西3丁目2-5", "見本　花子")]
    table = tmp_path / "recipients.tsv"
    table.write_text("postal_code\taddress\tname\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    told = printjob("sample", "--form", "property-tax", "--count", 2, "--seed", 1, "--addresses", table, "--out", tmp_path)
    assert told.exit_code == 0
    assert [[row[2] in line.personal for line in extract_lines(Path(told.stdout.strip()))] for row in rows] == [[True, False], [False, True]]


def test_sample_refuses_a_list_of_another_form(printjob: Printjob, tmp_path: Path) -> None:
    table = tmp_path / "recipients.tsv"
    table.write_text("postal_code\taddress\tname\n0600001\tA\n", encoding="utf-8")
    told = printjob(*SAMPLE, "--addresses", table, "--out", tmp_path)
    assert told.exit_code == 8
    assert "PJ-1208-E recipients.tsv:2" in told.stderr


@pytest.mark.parametrize("wrong", [("--municipality", "999999"), ("--form", "property-text")])
def test_sample_knows_only_what_the_site_knows(printjob: Printjob, tmp_path: Path, wrong: tuple[str, str]) -> None:
    told = printjob(*SAMPLE, "--out", tmp_path, *wrong)
    assert told.exit_code == 2
    assert f"PJ-1602-E {wrong[0]} [{wrong[1]}]" in told.stderr
    assert ("did you mean property-tax?" in told.stderr) == (wrong[0] == "--form")


def test_sample_into_no_home_and_home_or_out_is_a_mistake(printjob: Printjob, tmp_path: Path) -> None:
    assert printjob(*SAMPLE, "--home", tmp_path).exit_code == 12
    assert printjob(*SAMPLE).exit_code == 2
    assert printjob(*SAMPLE, "--home", tmp_path, "--out", tmp_path).exit_code == 2
