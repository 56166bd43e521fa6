"""The doctor: is everything there that a night needs? Each finding is a name, whether it is well, and what was seen."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from printjob.errors import PrintjobError
from printjob.faultbook import message
from printjob.postal.index import open_index
from printjob.run.calendar.days import calendar_of
from printjob.run.excepting import exceptions_of
from printjob.run.home import Home
from printjob.run.receive import registered
from printjob.run.site import Site
from printjob.run.space import require_space
from printjob.typefaces.locate import check_fonts
from printjob.typefaces.manifest import faces


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at."""

    id: str
    well: bool
    seen: str


def examine(folder: Path, language: str) -> list[Finding]:
    """All findings, in a fixed order; nothing is changed."""
    home = Home(folder)
    looks = {"fonts": _fonts, "postal": _postal, "home": _home, "site": _site, "posting": _posting, "disk": _disk}
    return [_look(name, functools.partial(look, home), language) for name, look in looks.items()]


def _fonts(_: Home) -> str:
    check_fonts()
    return f"{len(faces())} SHA-256"


def _postal(_: Home) -> str:
    return open_index().version


def _home(home: Home) -> str:
    home.require()
    return str(home.folder)


def _site(home: Home) -> str:
    """Every municipality's settings and exceptions, every machine can be read; every data format too, and it carries what its form needs."""
    site = Site(home.site)
    for name in site.profiles():
        site.profile(name)
    registered(site)
    exceptions_of(home, None)
    return ", ".join(site.municipality(code).name for code in site.municipalities())


def _posting(home: Home) -> str:
    """How the site posts, and its calendar, can be read."""
    site = Site(home.site)
    calendar_of(site)
    return ", ".join(office.office for office in site.posting().offices)


def _disk(home: Home) -> str:
    require_space(home.folder, 0)
    return f"{shutil.disk_usage(home.folder).free / 1e9:,.1f} GB"


def _look(name: str, look: Callable[[], str], language: str) -> Finding:
    try:
        return Finding(name, True, look())
    except PrintjobError as error:
        return Finding(name, False, "; ".join(message(fault, language) for fault in error.faults))
    except OSError as error:
        return Finding(name, False, error.strerror or type(error).__name__)
