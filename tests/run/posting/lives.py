"""A small night for the posting's life: some more notices than the least count inside one district of the office, others elsewhere, some recorded
and registered.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.posting.acts import job_made
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.run.nights import CITY, DATE, RUN, batch, copied, fresh_home, once

OFFICE, OTHER_OFFICE = "見本中央郵便局", "見本駅前郵便局"
DAY = dt.date(2026, 4, 10)
POSTING = f"{CITY}-20260410-1"
LOCAL, ELSEWHERE = 104, 26
BY = "北海 一郎"

_DISTRICTS = """editions:
  - {from: 2026-04-01, provenance: test, example: yes, covers: [all], five_digits: []}
"""
_NUMBERS = (
    f'numbers: [{{municipality: "{CITY}", option: recorded, first: "5600000001", last: "5600000100"}},'
    f' {{municipality: "{CITY}", option: simple-registered, first: "3600000001", last: "3600000100"}}]'
)


def posting_night(factory: pytest.TempPathFactory, folder: Path) -> Home:
    """A copy of the night's home, to be changed."""

    def make(where: Path) -> list[int]:
        home = posting_site(where / "home")
        local = [("070-0030", f"北海道旭川市宮下通８丁目{n}番地") for n in range(1, LOCAL + 1)]
        other = [("064-0941", f"北海道札幌市中央区旭ケ丘４丁目{n}番地") for n in range(1, ELSEWHERE + 1)]
        deliver(home, "property-tax", [*local, *other], 1)
        deliver(home, "dunning", other, 2)
        outcome = batch(home.folder)
        assert outcome.exit == 0, outcome.stderr
        return [outcome.summary["pieces"]]

    made, _ = once(factory, "posting", make)
    return copied(Home(made / "home"), folder)


def posting_site(folder: Path) -> Home:
    """A home whose office delivers 070, with numbers for registered pieces; many demands ask for an option service."""
    home = fresh_home(folder)
    (home.site / "postal-districts.yaml").write_text(_DISTRICTS, encoding="utf-8")
    change_posting(home, r'districts: \[.*?\]', 'districts: ["070"]')
    change_posting(home, r"(?ms)^numbers:.*?(?=^stock:)", f"{_NUMBERS}\n")
    for name in ("dunning", "shared"):
        shutil.copytree(data_folder("layouts") / name, home.site / "layouts" / name)
    sample = home.site / "layouts" / "dunning" / "sample.yaml"
    text, found = re.subn(r"chance\(0\.995\), '0', if\(chance\(0\.7\)", "chance(0.6), '0', if(chance(0.5)", sample.read_text(encoding="utf-8"))
    assert found == 1
    sample.write_text(text, encoding="utf-8")
    return home


def change_posting(home: Home, pattern: str, text: str) -> str:
    """Change the site's posting.yaml in one place; what it was."""
    path = home.site / "postage" / "posting.yaml"
    before = path.read_text(encoding="utf-8")
    changed, found = re.subn(pattern, text, before, count=1)
    assert found == 1
    path.write_text(changed, encoding="utf-8")
    return before


def another_office(home: Home) -> None:
    """A second office that takes the same of the same municipalities and delivers nowhere."""
    text = (home.site / "postage" / "posting.yaml").read_text(encoding="utf-8")
    found = re.search(r"(?ms)^  - office: .*?(?=^[^ ])", text)
    assert found
    second = re.sub(r"districts: \[.*?\]", "districts: []", found.group().replace(OFFICE, OTHER_OFFICE))
    change_posting(home, r"(?m)^municipalities:", f"{second}municipalities:")


def deliver(home: Home, form: str, addresses: list[tuple[str, str]], seed: int, municipality: str = CITY) -> None:
    """A sample delivery to these addresses."""
    rows = home.folder / f"{form}-{seed}.tsv"
    rows.write_text("postal_code\taddress\tname\n" + "".join(f"{code}\t{address}\t見本　{n}\n" for n, (code, address) in enumerate(addresses)), encoding="utf-8")
    order = SampleOrder(form=form, municipality=municipality, count=len(addresses), seed=seed, business_date=DATE, addresses=rows)
    write_sample(Site(home.site), home.inbox / municipality, order)
    rows.unlink()


def jobs(home: Home) -> list[JobEntry]:
    """All jobs of the night."""
    with Ledger(home.ledger) as ledger:
        return ledger.jobs(RUN)


def jobs_in(home: Home, product: str) -> list[JobEntry]:
    """Those that are posted in one class."""
    return [job for job in jobs(home) if job.product == product]


def make_all(home: Home, out: dict[str, int] | None = None) -> None:
    """Every job is finished; ``out`` says how many pieces of a job were taken out before."""
    for job in jobs(home):
        job_made(home, job.job, job.pieces - (out or {}).get(job.job, 0), BY)


def events(home: Home) -> list[dict[str, Any]]:
    """The audit log."""
    path = home.audit / "decisions.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
