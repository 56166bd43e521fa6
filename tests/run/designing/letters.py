"""A home with a designer's own form: the small letter of examples/forms, put into the home's site as docs/designers.md says."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from printjob.run.designing.specimens import SpecimenOrder
from printjob.run.home import Home
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.run.nights import CITY, DATE, fresh_home

LETTER = "transfer-started"
ISSUED_ON = dt.date(2026, 4, 10)


def designer_home(folder: Path) -> Home:
    """A home whose site has the letter."""
    home, forms = fresh_home(folder), data_folder("examples") / "forms"
    shutil.copytree(forms / LETTER, home.site / "layouts" / LETTER)
    shutil.copyfile(forms / f"{LETTER}-csv-utf8.yaml", home.site / "formats" / f"{LETTER}-csv-utf8.yaml")
    return home


def designer_site(folder: Path) -> Site:
    """Its site."""
    return Site(designer_home(folder).site)


def letter_file(site: Site, name: str) -> Path:
    """A file of the letter in the site."""
    return site.folder / "layouts" / LETTER / name


def changed(path: Path, old: str, new: str) -> tuple[int, int]:
    """Write ``new`` for ``old``, which stands there once; its line and column, from 1."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    before = text[: text.index(old)]
    path.write_text(text.replace(old, new), encoding="utf-8")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def order(form: str = LETTER, municipality: str = CITY, *samples: str) -> SpecimenOrder:
    """An order for specimens of a form."""
    return SpecimenOrder(form=form, municipality=municipality, business_date=DATE, samples=samples)
