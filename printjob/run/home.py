"""The home: the one folder that holds all state (design: inbox, accepted, quarantine, runs, outbox, ledger, audit, site).

Folders are made with mode 0700; files are 0600 because every entry point sets the umask before it writes.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from printjob.errors import EnvironmentAtFault, Fault
from printjob.whereabouts import data_folder

_ROOMS = ("inbox", "accepted", "quarantine", "runs", "outbox", "audit", "site")


class Home:
    """The paths of a home; reading them touches nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.inbox = self.folder / "inbox"
        self.accepted = self.folder / "accepted"
        self.quarantine = self.folder / "quarantine"
        self.runs = self.folder / "runs"
        self.outbox = self.folder / "outbox"
        self.audit = self.folder / "audit"
        self.site = self.folder / "site"
        self.postings = self.folder / "postings"
        self.ledger = self.folder / "ledger.db"
        self.lock = self.folder / "run.lock"

    def require(self) -> None:
        """Refuse to work in a folder that is not a home (``PJ-1407-E``)."""
        missing = [name for name in _ROOMS if not (self.folder / name).is_dir()]
        if missing or not os.access(self.folder, os.W_OK | os.X_OK):
            detail = f"missing: {', '.join(missing)}" if missing else "it is not writable"
            raise EnvironmentAtFault(Fault(id="PJ-1407-E", file=str(self.folder), detail=detail))


def private() -> None:
    """From here on, what this process writes is readable by its owner alone."""
    os.umask(0o077)


def make_private(folder: Path) -> None:
    """Make a folder that others wrote (a delivery) readable by its owner alone: folders 0700, files 0600."""
    if folder.is_symlink():
        return
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            with suppress(
                PermissionError
            ):  # the sender's own file under another account; the home's folders are 0700 anyway
                path.chmod(0o700 if path.is_dir() else 0o600)


def make_home(folder: Path) -> Home:
    """A home with the example site. What exists already is kept, so a second call changes nothing."""
    home = Home(folder)
    for name in _ROOMS:
        (home.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy_missing(data_folder("examples") / "site", home.site)
    _copy_missing(data_folder("spool") / "profiles", home.site / "profiles")
    _copy_missing(data_folder("spool") / "control", home.site / "control")
    _copy_missing(data_folder("spool") / "postage", home.site / "postage")
    _copy_missing(data_folder("fonts") / "gaiji", home.site / "gaiji")
    for name in ("papers.yaml", "postal-districts.yaml"):
        if not (home.site / name).exists():
            shutil.copyfile(data_folder("spool") / name, home.site / name)
    for municipality in sorted((home.site / "municipalities").glob("*.yaml")):
        (home.inbox / municipality.stem).mkdir(mode=0o700, exist_ok=True)
        (home.outbox / municipality.stem).mkdir(mode=0o700, exist_ok=True)
    return home


def _copy_missing(source: Path, target: Path) -> None:
    for path in sorted(one for one in source.rglob("*") if one.is_file()):
        copy = target / path.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
