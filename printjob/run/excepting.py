"""Adding and listing exceptions (例外承認) of a home: the file in ``site/exceptions`` and the audit log together.

What is added is read back by the rules that admission reads it by, before the file gets its name: an entry that those refuse is not
written. The delivered text itself is never written, only its hash.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from printjob.admit.exceptions import Excepted, read_exceptions, text_sha256
from printjob.durable import write_whole
from printjob.errors import ArgumentMistake, DeclarationRefused, Fault
from printjob.run import audit
from printjob.run.forms import forms
from printjob.run.home import Home
from printjob.run.lock import held
from printjob.run.site import Site, readable

__all__ = ["Excepted", "add_exception", "exceptions_of", "text_sha256"]

_HEAD = "# 例外承認: 二名が承認した、納品と違う印字。printjob exception add が書き足します。\n# Exceptions: texts that two named persons let be printed otherwise than delivered.\n"


def add_exception(home: Home, municipality: str, entry: Excepted) -> Path:
    """Add ``entry`` to the municipality's file and note it in the audit log; the file's path.

    ``ArgumentMistake`` for an unknown municipality (``PJ-1602-E``) and for an entry that may not be (``PJ-1601-E``).
    """
    home.require()
    site = Site(home.site)
    if municipality not in site.municipalities():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--municipality", value=municipality))
    path = site.exceptions_file(municipality)
    with held(home.lock):  # no run may read the file while it changes
        text = path.read_text(encoding="utf-8") if path.exists() else f"{_HEAD}exceptions:\n"
        whole = text.rstrip("\n") + "\n" + _written(entry)
        _read(site, path)
        _require_readable(site, path.name, whole)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # Noted first: a decision without effect does no harm, an effect without its decision would.
        audit.note(home.audit, "exception-added", {"municipality": municipality, **_facts(entry)})
        write_whole(path, whole.encode())
    return path


def exceptions_of(home: Home, municipality: str | None) -> list[tuple[str, Excepted]]:
    """All exceptions by municipality. ``EnvironmentAtFault`` (``PJ-1404-E``) for a file that cannot be read."""
    home.require()
    site = Site(home.site)
    codes = site.municipalities() if municipality is None else (municipality,)
    return [(code, one) for code in codes for one in _read(site, site.exceptions_file(code))]


def _read(site: Site, path: Path) -> tuple[Excepted, ...]:
    return readable(lambda: read_exceptions(path, forms(site)))


def _require_readable(site: Site, name: str, text: str) -> None:
    with tempfile.TemporaryDirectory(prefix="printjob-") as scratch:
        path = Path(scratch) / name
        path.write_text(text, encoding="utf-8")
        try:
            read_exceptions(path, forms(site))
        except DeclarationRefused as refused:
            raise ArgumentMistake(
                *(Fault(id="PJ-1601-E", field=fault.field, detail=fault.detail) for fault in refused.faults)
            ) from refused


def _written(entry: Excepted) -> str:
    """The entry as an item of the YAML list; JSON's strings are YAML's."""
    lines = [f"{name}: {msgspec.json.encode(value).decode()}" for name, value in _values(entry)]
    return "  - " + "\n    ".join(lines) + "\n"


def _values(entry: Excepted) -> list[tuple[str, object]]:
    values = msgspec.structs.asdict(entry)
    return [(name, value) for name, value in values.items() if value not in ("", 0) or name not in ("section", "line")]


def _facts(entry: Excepted) -> dict[str, object]:
    """What the audit log keeps: everything but the text to be printed, which its hash stands for."""
    facts = dict(_values(entry))
    facts["print_as_sha256"] = text_sha256(str(facts.pop("print_as")))
    return facts
