"""spool/README.md is the specification of the spool's files: every field that the program writes or reads stands there, and no other."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from printjob.barcode.mark import _WIDTHS, DIGITS, Mark, encode
from printjob.mailroom.control import _VALUES, control_file, read_control_layout
from printjob.mailroom.jobfiles import BUNDLE_COLUMNS, FileFact, JobManifest, bundles_file
from printjob.mailroom.profile import read_papers, read_profile
from printjob.model.mail import Bundle, MailClass
from printjob.model.piece import JobPlan, Sheet, identity, run_serial
from printjob.run.planning import _made_of

ROOT = Path(__file__).parent.parent.parent
SPOOL = ROOT / "spool"
PAGE = (SPOOL / "README.md").read_text(encoding="utf-8")
PROFILES = sorted((SPOOL / "profiles").glob("*.yaml"))


def documented(part: str) -> list[str]:
    """The names in the first column of the part's table, in order."""
    table = PAGE.split(f"<!-- fields: {part} -->\n")[1].split("<!-- /fields -->")[0]
    return [name for row in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def keys_of(path: Path) -> list[str]:
    """The file's names, those of parts with a dot, as the reader knows them; ``stocks`` has names of the site's own."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = {key: value for key, value in content.items() if isinstance(value, dict) and key != "stocks"}
    return sorted([key for key in content if key not in parts] + [f"{part}.{'on' if name is True else name}" for part in parts for name in parts[part]])


def test_every_field_of_a_sheet_is_documented_in_its_order() -> None:
    assert documented("Sheet") == list(Sheet.__struct_fields__)


def test_every_field_of_the_job_manifest_is_documented_in_its_order() -> None:
    assert documented("JobManifest") == list(JobManifest.__struct_fields__)
    assert all(f"`{name}`" in PAGE for name in FileFact.__struct_fields__)


def test_every_column_of_the_list_of_bundles_is_documented_in_its_order() -> None:
    assert documented("bundles") == list(BUNDLE_COLUMNS)


def test_the_shown_list_of_bundles_is_one() -> None:
    bundle = Bundle(number=1, start=0, stop=75, level="district", district="070", tray=1)
    mail = MailClass(product="local", title="郵便区内特別", kind="local", indicia="local", office="見本中央郵便局")
    plan = JobPlan(
        job=example().job, number=1, run="20260401-01", run_serial=701, municipality="019917", campaign="a", form="a", profile="p", pieces=75, sheets=75,
        pages=150, first_piece=1, last_piece=75, chunks=(), codes={}, stocks=(), mail=mail, bundles=(bundle,),
    )  # fmt: skip
    assert "\n".join(bundles_file(plan).decode().splitlines()) in PAGE


def test_everything_that_a_job_is_made_of_is_documented() -> None:
    campaign = SimpleNamespace(form=SimpleNamespace(form="", edition="", digest=""))
    received = SimpleNamespace(campaigns=(campaign,), campaign_of=(), deliveries={})
    arguments: list[Any] = [SimpleNamespace(fingerprint=defaultdict(str)), received, campaign, SimpleNamespace(profile="", version=1)]
    assert sorted(documented("made_of")) == sorted(_made_of(*arguments))


def test_the_mark_s_digits_are_those_that_it_has() -> None:
    table = PAGE.split("| 桁 / digits |")[1].split("\n\n")[0]
    widths = [int(row.split("|")[2]) for row in table.splitlines()[2:]]
    assert widths == [1, *_WIDTHS.values(), 2]
    assert sum(widths) == DIGITS


def test_every_value_of_a_control_file_is_documented() -> None:
    assert sorted(documented("control")) == sorted(_VALUES)
    assert set(Sheet.__struct_fields__) - set(_VALUES) == {"pages"}


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_key_of_a_profile_is_documented(path: Path) -> None:
    assert read_profile(path).profile == path.stem
    assert keys_of(path) == sorted(documented("Profile"))


def test_every_key_of_a_paper_and_of_a_control_layout_is_documented() -> None:
    read_papers(SPOOL / "papers.yaml")
    papers = yaml.safe_load((SPOOL / "papers.yaml").read_text(encoding="utf-8"))["papers"]
    layout = yaml.safe_load((SPOOL / "control" / "csv-sheet.yaml").read_text(encoding="utf-8"))
    for name in {key for paper in papers for key in paper} | set(layout):
        assert f"| `{name}` |" in PAGE


def example() -> Sheet:
    return Sheet(**json.loads(PAGE.split("```json\n")[1].split("\n```")[0]))


def test_the_example_is_a_sheet_whose_mark_is_right() -> None:
    sheet = example()
    assert list(json.loads(PAGE.split("```json\n")[1].split("\n```")[0])) == list(Sheet.__struct_fields__)
    serial = run_serial(sheet.job[:11])
    assert sheet.mark == encode(Mark(run_serial=serial, job=1, piece=1, sheet=sheet.sheet, of=sheet.of))
    assert f"`{sheet.job[:11]}` → `{serial}`" in PAGE
    assert int(sheet.mark) % 97 == 1
    assert f"`{identity(1, sheet.sheet, sheet.of)}`" in PAGE


def test_the_shown_control_file_is_the_example_s() -> None:
    written = control_file(read_control_layout(SPOOL / "control" / "csv-sheet.yaml"), [example()]).decode()
    assert "\n".join(io.StringIO(written).read().splitlines()) in PAGE
