"""A delivery is what its manifest says, or it is refused with everything that is wrong."""

from __future__ import annotations

import json
import os
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DataRefused
from printjob.intake.check import check_delivery, delivery_digest
from printjob.intake.documentation import SCHEMA_FILE, manifest_table
from printjob.intake.inbox import folder_name, stored_name, waiting, written_name
from printjob.intake.manifest import MANIFEST_NAME, Manifest, manifest_bytes, manifest_schema, read_manifest
from printjob.intake.municipality import read_municipality
from printjob.intake.municipality_code import calc_check_digit, is_valid, validate
from printjob.intake.receipt import receipt, receipt_text
from printjob.intake.scan import scan_file
from printjob.model.framing import Framing
from printjob.whereabouts import data_folder
from tests.extract.statement import CSV, FIXED, statement_format
from tests.intake.delivering import CODES, NAME, NIGHT, make, registered, take

_SITE = data_folder("examples") / "site"
_DOCS = data_folder("layouts").parent / "docs"


def _manifest(folder: Path, **changes: Any) -> None:
    """Change names of the manifest; ``None`` takes a name away."""
    path = folder / MANIFEST_NAME
    tree = json.loads(path.read_bytes()) | changes
    path.write_text(json.dumps({name: value for name, value in tree.items() if value is not None}), encoding="utf-8")


# -- codes ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["011002", "131016", "011011", "271004", "472018", *CODES])
def test_published_codes_are_right(code: str) -> None:
    assert validate(code) == code


@given(st.text("0123456789", min_size=5, max_size=5), st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_found(base: str, at: int, step: int) -> None:
    code = base + calc_check_digit(base)
    assert is_valid(code)
    wrong = code[:at] + str((int(code[at]) + step) % 10) + code[at + 1 :]
    # The remainders 0 and 10 share the check digit 1 (11 and 1, ones digit), so there alone a change can go unseen.
    assert not is_valid(wrong) or calc_check_digit(base) == "1"


@pytest.mark.parametrize("code", ["", "01991", "0199170", "01991x", "０１９９１７", "019918"])
def test_wrong_codes_are_refused(code: str) -> None:
    with pytest.raises(DataRefused):
        validate(code)


# -- manifests -----------------------------------------------------------------------------------------------------------------


def test_every_wrong_name_is_told_at_once(tmp_path: Path) -> None:
    folder = make(tmp_path)
    _manifest(
        folder, fiscal_year="2026", business_date="2026-02-30", municipality="1", surprise=1, records=None, form="a/b"
    )
    with pytest.raises(DataRefused) as refused:
        read_manifest(folder / MANIFEST_NAME)
    assert {fault.field for fault in refused.value.faults} == {
        "fiscal_year",
        "business_date",
        "municipality",
        "surprise",
        "records",
        "form",
    }
    assert {fault.id for fault in refused.value.faults} == {"PJ-1101-E"}


@pytest.mark.parametrize(("name", "value"), [("total_amount_yen", 10**30), ("records", 10**19), ("issued_on", "1800-01-01")])
def test_a_number_or_a_day_that_no_delivery_can_have(tmp_path: Path, name: str, value: object) -> None:
    """Neither the ledger's 64 bits nor the calendar of eras may stop the night for the other municipalities."""
    folder = make(tmp_path)
    _manifest(folder, **{name: value})
    assert [(fault.id, fault.field) for fault in check_delivery(folder, registered()).faults] == [("PJ-1101-E", name)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"posting_on": "2026-04-09"}, ["is before issued_on 2026-04-10"]),
        ({"posting_on": "2026-03-31", "issued_on": "2026-03-31"}, ["is before business_date 2026-04-01"]),
        ({"posting_on": "2026-03-31"}, ["is before issued_on 2026-04-10", "is before business_date 2026-04-01"]),
        ({"posting_on": "2026-04-01", "issued_on": "2026-04-01"}, []),
    ],
)
def test_nothing_is_posted_before_it_is_issued_or_made(tmp_path: Path, changes: dict[str, str], told: list[str]) -> None:
    folder = make(tmp_path)
    _manifest(folder, **changes)
    faults = check_delivery(folder, registered()).faults
    assert [(fault.id, fault.field, fault.detail) for fault in faults] == [("PJ-1101-E", "posting_on", detail) for detail in told]


def test_a_name_given_twice_in_the_manifest(tmp_path: Path) -> None:
    """Readers differ in which of two values they take: the municipality's may not be ours."""
    folder = make(tmp_path)
    text = (folder / MANIFEST_NAME).read_text(encoding="utf-8")
    twice = text.replace('"records": 20', '"records": 20, "records": 20').replace('"bytes":', '"bytes": 1, "bytes":')
    (folder / MANIFEST_NAME).write_text(twice, encoding="utf-8")
    faults = check_delivery(folder, registered()).faults
    assert {(fault.id, fault.field, fault.detail) for fault in faults} == {
        ("PJ-1101-E", name, "the name stands here twice") for name in ("records", "bytes")
    }


@pytest.mark.parametrize("said", [0, 5])
def test_a_delivery_without_data_records_has_a_fault_of_its_own(tmp_path: Path, said: int) -> None:
    folder = make(tmp_path, count=0)
    _manifest(folder, records=said)
    assert [(fault.id, fault.field) for fault in check_delivery(folder, registered()).faults] == [("PJ-1122-E", "records")]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000], ids=["empty", "list", "cut", "not UTF-8", "deep"])
def test_what_is_no_manifest(tmp_path: Path, content: bytes) -> None:
    folder = make(tmp_path)
    (folder / MANIFEST_NAME).write_bytes(content)
    checked = check_delivery(folder, registered())
    assert (checked.manifest, [fault.id for fault in checked.faults]) == (None, ["PJ-1101-E"])


def test_a_file_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    folder = make(tmp_path)
    for name in ("../x", "/etc/passwd", "a\\b", ".hidden", ""):
        _manifest(folder, files=[{"name": name, "bytes": 1, "sha256": "0" * 64}])
        assert [fault.field for fault in check_delivery(folder, registered()).faults] == ["files"]


def test_schema_and_page_in_docs_are_made_from_the_definition(tmp_path: Path) -> None:
    assert json.loads((_DOCS / SCHEMA_FILE).read_bytes()) == manifest_schema(), "make docs"
    assert manifest_table() in (_DOCS / "delivery.md").read_text(encoding="utf-8"), "make docs"
    jsonschema.validate(json.loads((make(tmp_path) / MANIFEST_NAME).read_bytes()), manifest_schema())


def test_manifests_are_written_and_read_alike(tmp_path: Path) -> None:
    path = make(tmp_path) / MANIFEST_NAME
    assert manifest_bytes(read_manifest(path)) == path.read_bytes()


# -- what the site knows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fault_id", "field"),
    [
        ({"municipality": "019925"}, "PJ-1101-E", "municipality"),
        ({"run_kind": "7"}, "PJ-1101-E", "run_kind"),
        ({"form": "resident-tax"}, "PJ-1115-E", "form"),
        ({"format": "statement-tsv"}, "PJ-1121-E", "format"),
    ],
)
def test_names_that_do_not_belong(tmp_path: Path, changes: dict[str, str], fault_id: str, field: str) -> None:
    folder = make(tmp_path)
    _manifest(folder, **changes)
    faults = check_delivery(folder, registered()).faults
    assert {(fault.id, fault.field) for fault in faults} == {(fault_id, field)}


def test_missing_and_unnamed_files(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / NAME).rename(folder / "OTHER.DAT")
    faults = check_delivery(folder, registered()).faults
    assert [(fault.id, fault.file) for fault in faults] == [("PJ-1119-E", NAME), ("PJ-1119-E", "OTHER.DAT")]


def test_a_file_named_twice(tmp_path: Path) -> None:
    folder = make(tmp_path)
    entry = json.loads((folder / MANIFEST_NAME).read_bytes())["files"][0]
    _manifest(folder, files=[entry, entry])
    assert [fault.id for fault in check_delivery(folder, registered()).faults] == ["PJ-1116-E"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fiscal_year", 2027),
        ("business_date", "2026-04-02"),
        ("run_kind", "2"),
    ],
)
def test_a_header_that_contradicts_the_manifest(tmp_path: Path, field: str, value: object) -> None:
    folder = make(tmp_path)
    _manifest(folder, **{field: value})
    assert [(fault.id, fault.field, fault.line) for fault in take(folder).faults] == [("PJ-1120-E", field, 1)]


def _rewritten(folder: Path, change: Any) -> list[tuple[str, str, int]]:
    path = folder / NAME
    path.write_bytes(change(path.read_bytes().splitlines(keepends=True)))
    scanned = scan_file(path, Framing(starts=(b"2",)))
    _manifest(folder, files=[{"name": path.name, "bytes": scanned.bytes, "sha256": scanned.sha256}])
    return [(fault.id, fault.field, fault.line) for fault in take(folder).faults]


def test_order_of_header_trailer_and_end(tmp_path: Path) -> None:
    folder = make(tmp_path)
    whole = (folder / NAME).read_bytes()
    lines = len(whole.splitlines())
    without_header = _rewritten(folder, lambda rows: b"".join(rows[1:]))
    assert without_header == [("PJ-1120-E", "header", 0)]
    (folder / NAME).write_bytes(whole)
    assert _rewritten(folder, lambda rows: b"".join(rows[:-1])) == [
        ("PJ-1120-E", "trailer", lines - 1),
        ("PJ-1120-E", "end", 0),
    ]
    (folder / NAME).write_bytes(whole)
    assert _rewritten(folder, lambda rows: b"".join([rows[0], *rows])) == [("PJ-1120-E", "header", 2)]
    (folder / NAME).write_bytes(whole)
    assert _rewritten(folder, lambda rows: b"".join([*rows[:-2], rows[-1], rows[-2]])) == [
        ("PJ-1120-E", "trailer", lines),
        ("PJ-1120-E", "end", lines - 1),
    ]


def test_totals_of_the_trailer_are_compared_as_stored(tmp_path: Path) -> None:
    folder = make(tmp_path)

    def one_less(rows: list[bytes]) -> bytes:
        trailer = rows[-2]
        return b"".join([*rows[:-2], trailer[:1] + b"%08d" % (int(trailer[1:9]) - 1) + trailer[9:], rows[-1]])

    assert _rewritten(folder, one_less) == [
        ("PJ-1104-E", "records", len((folder / NAME).read_bytes().splitlines()) - 1)
    ]


# -- one pass ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", [FIXED, CSV])
@pytest.mark.parametrize("size", [1, 3_000, 10_000, 1 << 24])
def test_ranges_cover_the_file_and_begin_at_records(tmp_path: Path, fmt: str, size: int) -> None:
    folder = make(tmp_path, fmt=fmt, count=40)
    path = folder / NAME
    content, framing = path.read_bytes(), statement_format(fmt).framing
    scanned = scan_file(path, framing, range_bytes=size)
    parts = [content[part.start : part.stop] for part in scanned.ranges]
    assert b"".join(parts) == content
    assert all(part.startswith(framing.starts) for part in parts[1:])
    assert [zlib.crc32(part) for part in parts] == [part.crc32 for part in scanned.ranges]
    line, number = 1, 1
    for part, data in zip(scanned.ranges, parts, strict=True):
        assert (part.first_line, part.first_number) == (line, number)
        assert part.lines == data.count(b"\r\n")
        line, number = line + part.lines, number + part.records
    assert (scanned.lines, scanned.records) == (line - 1, 40)
    assert len(parts) > 1 or size > len(content)


def test_the_digest_knows_content_not_order_or_names(tmp_path: Path) -> None:
    manifest = read_manifest(make(tmp_path) / MANIFEST_NAME)
    again = msgspec.structs.replace(manifest, delivery="another", posting_on=date(2027, 1, 1))
    assert delivery_digest(manifest, ["a", "b"]) == delivery_digest(again, ["b", "a"])
    other: Manifest = msgspec.structs.replace(manifest, run_kind="2")
    assert len({delivery_digest(manifest, ["a"]), delivery_digest(manifest, ["b"]), delivery_digest(other, ["a"])}) == 3


# -- inbox, settings, receipt --------------------------------------------------------------------------------------------------


def test_waiting_deliveries_come_in_one_order_and_only_when_complete(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    first, second = make(inbox, "019925", count=20, seed=2), make(inbox, "019917", count=20)
    unfinished = make(inbox, "019917", seed=3)
    (unfinished / MANIFEST_NAME).unlink()
    hidden = make(inbox, "019917", seed=5)
    hidden.rename(hidden.with_name(".upload"))
    unreadable = make(inbox, "019933", CSV)
    (unreadable / MANIFEST_NAME).write_text("{")
    later = make(inbox, "019917", seed=4)
    _manifest(later, business_date="2026-04-02")
    assert [Path(one.folder) for one in waiting(tmp_path, NIGHT)] == [second, first, unreadable]
    assert [one.delivery for one in waiting(tmp_path, NIGHT, "019925")] == [first.name]
    assert len(waiting(tmp_path, date(2026, 4, 2))) == 4


def test_settings_flatten_every_text(tmp_path: Path) -> None:
    found = read_municipality(_SITE / "municipalities" / "019917.yaml", ("hand",))
    settings = found.settings
    assert settings["contact.tax.title"] == "課税の内容について"
    assert settings["city_planning_tax"] == "yes"
    assert found.routes[-1] == "hand"
    renamed = tmp_path / "019925.yaml"
    renamed.write_bytes((_SITE / "municipalities" / "019917.yaml").read_bytes())
    with pytest.raises(DataRefused, match="expected the 6-digit code"):
        read_municipality(renamed)


def test_receipts_tell_counts_and_places_but_no_values(tmp_path: Path) -> None:
    night = take(make(tmp_path, count=60, faults=True))
    faults = [fault for result in night.results for one in result.refused for fault in one.faults]
    told = receipt(
        night.checked,
        run="20260401-01",
        municipality_name="見本市",
        accepted=True,
        counts={"received": 60, "quarantined": 5},
        faults=faults,
        without_barcode=[("po-box", "私書箱", 1_200)],
    )
    text = receipt_text(told)
    assert "受領：60 件" in text
    assert "カスタマバーコードなし（1,200 件" in text
    assert "私書箱（po-box）：1,200 件" in text
    assert told["without_barcode"] == [{"reason": "po-box", "meaning": "私書箱", "notices": 1_200}]
    assert night.checked.files[0].sha256 in text
    assert all(fault.id in text for fault in faults)
    assert "U+3013" in text
    assert "北****" not in text
    assert "北****" not in json.dumps(told, ensure_ascii=False)


# -- folders and what lies in them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["folder", "link", "pipe"])
def test_a_named_file_that_is_no_file_of_the_delivery(tmp_path: Path, what: str) -> None:
    """What is left out silently is lost; a link could lead into a neighbour's data."""
    folder = make(tmp_path / "inbox")
    (data,) = (path for path in folder.iterdir() if path.name != MANIFEST_NAME)
    away = data.rename(tmp_path / data.name)
    if what == "folder":
        data.mkdir()
    elif what == "link":
        data.symlink_to(away)
    else:
        os.mkfifo(data)
    faults = check_delivery(folder, registered()).faults
    assert [(fault.id, fault.file) for fault in faults] == [("PJ-1119-E", data.name)]


def test_a_delivery_or_manifest_that_is_a_link(tmp_path: Path) -> None:
    folder = make(tmp_path / "inbox")
    away = folder.rename(tmp_path / "away")
    folder.symlink_to(away)
    assert {fault.id for fault in check_delivery(folder, registered()).faults} == {"PJ-1119-E"}
    folder.unlink()
    folder.mkdir()
    for path in away.iterdir():
        path.rename(folder / path.name)
    manifest = (folder / MANIFEST_NAME).rename(tmp_path / "manifest.json")
    (folder / MANIFEST_NAME).symlink_to(manifest)
    assert [fault.file for fault in check_delivery(folder, registered()).faults] == [MANIFEST_NAME]


@given(st.binary(min_size=1, max_size=255).filter(lambda raw: not {0, 47} & set(raw)))
def test_every_folder_name_can_be_written_and_found_again(raw: bytes) -> None:
    name = os.fsdecode(raw)
    written = written_name(name)
    assert folder_name(written) == name
    assert "\n" not in written
    assert len(stored_name(written).encode("utf-8")) <= 150
