"""The deliveries of a finished run as verification reads them again (抽出データ照合): files, format, user codes, exceptions."""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.admit.exceptions import read_exceptions
from printjob.errors import DataRefused
from printjob.intake.inbox import folder_name, stored_name
from printjob.intake.manifest import MANIFEST_NAME, Manifest, read_manifest
from printjob.run.begin import Frozen, FrozenDelivery, manifest_hash
from printjob.run.forms import forms
from printjob.run.home import Home
from printjob.run.site import Site, readable
from printjob.typefaces.gaiji import read_gaiji
from printjob.verify.delivered import Delivered, Excepted


def deliveries_of(home: Home, run: str) -> dict[int, Delivered]:
    """The run's deliveries that are still there, by their index in the run; formats, maps and exceptions are the site's of today."""
    frozen = msgspec.json.decode((home.runs / run / "run.json").read_bytes(), type=Frozen)
    found = ((index, _delivered(home, run, one)) for index, one in enumerate(frozen.deliveries))
    return {index: delivered for index, delivered in found if delivered is not None}


def _delivered(home: Home, run: str, one: FrozenDelivery) -> Delivered | None:
    places = (
        home.accepted / one.municipality / f"{run}-{stored_name(one.folder)}",
        home.inbox / one.municipality / folder_name(one.folder),
    )
    folder = next((place for place in places if manifest_hash(place) == one.manifest_sha256), None)
    if folder is None:
        return None
    try:
        manifest = read_manifest(folder / MANIFEST_NAME)
    except DataRefused:
        return None
    return delivered_in(Site(home.site), folder, manifest)


def delivered_in(site: Site, folder: Path, manifest: Manifest) -> Delivered:
    """A delivery as it lies in ``folder``, with what the site declares of it."""
    gaiji = site.gaiji_file(manifest.municipality)
    return Delivered(
        format_file=site.format_file(manifest.format),
        files=tuple(folder / file.name for file in manifest.files),
        gaiji=readable(lambda: read_gaiji(gaiji, manifest.issued_on)).by_character() if gaiji else {},
        excepted=_excepted(site, manifest),
    )


def _excepted(site: Site, manifest: Manifest) -> dict[Excepted, str]:
    path = site.exceptions_file(manifest.municipality)
    return {
        Excepted(one.notice, one.section, one.line, one.field, one.original_sha256): one.print_as
        for one in readable(lambda: read_exceptions(path, forms(site)))
        if (one.form, one.fiscal_year) == (manifest.form, manifest.fiscal_year)
    }
