"""The forms that the layouts declare, by what they need from a record, and what a run keeps of them beside its own."""

from __future__ import annotations

from pathlib import Path

from printjob.declared import nearest
from printjob.errors import ArgumentMistake, Fault
from printjob.recordshape import RecordShape, read_shape
from printjob.run.site import Site, readable

RECORD_FILE = "record.yaml"
"""The file of a form's folder that says what its records carry: a folder without it holds no form for records."""


def shape_file(site: Site, form: str) -> Path:
    """The file that declares a form's record."""
    return site.layout_folder(form) / RECORD_FILE


def form_ids(site: Site) -> tuple[str, ...]:
    """The ids of the forms that take records, sorted: those of the site's own layouts and those that came with the program."""
    return tuple(sorted({path.parent.name for layouts in site.layouts for path in layouts.glob(f"*/{RECORD_FILE}")}))


def require_form(site: Site, form: str, asked_by: str = "FORM") -> None:
    """``ArgumentMistake`` (``PJ-1602-E``) for a form that no layouts have, with the nearest name or with the file that its folder lacks."""
    known = form_ids(site)
    if form not in known:
        lacking = any((layouts / form / "layout.yaml").is_file() for layouts in site.layouts)
        detail = f"its folder has no {RECORD_FILE}" if lacking else f"no layouts have it{nearest(form, list(known))}"
        raise ArgumentMistake(Fault(id="PJ-1602-E", field=asked_by, value=form, detail=detail))


def forms(site: Site) -> dict[str, RecordShape]:
    """The forms that take records, with what they need from a record. ``EnvironmentAtFault`` (``PJ-1404-E``) for an unreadable one."""
    return {form: _shape(shape_file(site, form)) for form in form_ids(site)}


def _shape(path: Path) -> RecordShape:
    return readable(lambda: read_shape(path))


def proof_key(key: str) -> str:
    """The name under which a campaign's proof form is kept beside its form.

    >>> proof_key("019917-property-tax")
    '019917-property-tax.proof'
    """
    return f"{key}.proof"


def record_file(run: Path, key: str) -> Path:
    """What the campaign's form needed from a record when the run was made: kept beside its form."""
    return run / "forms" / f"{key}.record.yaml"
