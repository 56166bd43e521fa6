"""The manifest of a delivery (納品書 ``manifest.json``): what a municipality says it hands in.

It is the last file that the sender writes; a folder without it is not a delivery yet. It is read strictly: every name that is
missing, unknown, given twice or of the wrong form is reported, all of them at once; a notice is not posted before it is issued, nor
before the night that makes it. The JSON schema comes from the same definition.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from printjob.errors import DataRefused, Fault

MANIFEST_NAME = "manifest.json"
_FIRST_YEAR, _LAST_YEAR = 1989, 2200

_Id = Annotated[str, Meta(min_length=1, max_length=100, pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class DeliveredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the delivery as the sender describes it."""

    name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            pattern=r"^[^/\\\x00-\x1f.][^/\\\x00-\x1f]*$",
            description="file name in the delivery's folder",
        ),
    ]
    bytes: Annotated[int, Meta(ge=0, le=10**15, description="size in bytes")]
    sha256: Annotated[
        str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file, 64 hex digits in lower case")
    ]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the sender says: one form, run kind and posting date of one municipality."""

    schema: Annotated[Literal["printjob-delivery/1"], Meta(description="this schema and its version")]
    delivery: Annotated[_Id, Meta(description="id of the delivery, chosen by the sender / 納品番号")]
    municipality: Annotated[str, Meta(pattern="^[0-9]{6}$", description="全国地方公共団体コード, 6 digits")]
    form: Annotated[_Id, Meta(description="form id / 帳票")]
    format: Annotated[_Id, Meta(description="id of the data format / データ形式")]
    run_kind: Annotated[str, Meta(pattern="^[0-9]{1,2}$", description="処理区分: 1 当初, 2 随時, 3 変更")]
    fiscal_year: Annotated[int, Meta(ge=_FIRST_YEAR, le=_LAST_YEAR, description="年度 (western)")]
    business_date: Annotated[date, Meta(description="業務日: taken by the night of this date or later")]
    issued_on: Annotated[date, Meta(description="発付日, printed on the notice")]
    posting_on: Annotated[date, Meta(description="差出日: not before issued_on and business_date")]
    files: Annotated[
        tuple[DeliveredFile, ...], Meta(min_length=1, description="the extract files, in the order to be read")
    ]
    records: Annotated[int, Meta(ge=0, le=10**9, description="件数: data records in all files")]
    total_amount_yen: Annotated[int, Meta(ge=-(10**18), le=10**18, description="合計金額: sum of the data records' amounts")]


def read_manifest(path: Path) -> Manifest:
    """The manifest at ``path``; ``DataRefused`` with a ``PJ-1101-E`` fault for every name that is not as it must be."""
    try:
        content = path.read_bytes()
        tree, twice = msgspec.json.decode(content), _names_given_twice(content)
    except OSError as cause:
        raise DataRefused(Fault(id="PJ-1101-E", file=path.name, detail=f"cannot be read: {cause.strerror}")) from cause
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise DataRefused(Fault(id="PJ-1101-E", file=path.name, detail=f"is not JSON: {cause}")) from cause
    if not isinstance(tree, dict):
        raise DataRefused(Fault(id="PJ-1101-E", file=path.name, detail="expected a JSON object"))
    faults = [Fault(id="PJ-1101-E", file=path.name, field=name, detail="the name stands here twice") for name in twice]
    faults += [fault for name in dict.fromkeys([*_types(), *tree]) if (fault := _fault(tree, name))]
    if faults:
        raise DataRefused(*faults)
    manifest = msgspec.convert(tree, Manifest)
    faults = _posting_faults(manifest)
    if faults:
        raise DataRefused(*faults)
    return manifest


def _names_given_twice(content: bytes) -> list[str]:
    """Names that an object of the JSON text has twice: readers differ in which value they take."""
    found: list[str] = []

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        found.extend(name for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(pairs)

    json.loads(content, object_pairs_hook=note)
    return found


def _posting_faults(manifest: Manifest) -> list[Fault]:
    posting = manifest.posting_on
    days = {"issued_on": manifest.issued_on, "business_date": manifest.business_date}
    return [
        Fault(id="PJ-1101-E", file=MANIFEST_NAME, field="posting_on", value=posting.isoformat(), detail=f"is before {name} {day}")
        for name, day in days.items()
        if posting < day
    ]


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written: indented JSON in UTF-8 with a line end."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def manifest_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of ``manifest.json``."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Manifest)}


def _types() -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(Manifest)}


def _fault(tree: dict[str, Any], name: str) -> Fault | None:
    """What is wrong with one name of the manifest."""
    types = _types()
    if name not in types:
        return Fault(id="PJ-1101-E", file=MANIFEST_NAME, field=name, detail="unknown name")
    if name not in tree:
        return Fault(id="PJ-1101-E", file=MANIFEST_NAME, field=name, detail="the name is missing")
    try:
        value = msgspec.convert(tree[name], types[name])
    except msgspec.ValidationError as cause:
        shown = "" if isinstance(tree[name], list | dict) else str(tree[name])[:40]
        return Fault(
            id="PJ-1101-E", file=MANIFEST_NAME, field=name, value=shown, detail=re.sub(r"\s+", " ", str(cause))
        )
    if isinstance(value, date) and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        detail = f"Expected a date of the years {_FIRST_YEAR} to {_LAST_YEAR}"
        return Fault(id="PJ-1101-E", file=MANIFEST_NAME, field=name, value=value.isoformat(), detail=detail)
    return None
