"""A mistake in a layout is named with file, line, column and the nearest known name; all mistakes are told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.layout.compile import compile_form
from printjob.layout.language import read_layout
from tests.layout.conftest import LAYOUTS, Faults


def line_of(text: str) -> int:
    lines = (LAYOUTS / "letter" / "layout.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- diagonal:", "- diagnal:", "did you mean diagonal?"),
        ("dash: [1, 1]", "dahs: [1, 1]", "did you mean dash?"),
        ("style: value, when: city_planning_tax", "style: value, when: city_planing_tax", "did you mean city_planning_tax?"),
        ("value: due,", "value: dew,", "did you mean due?"),
        ("format: wareki-date", "format: wareki-dat", "did you mean wareki-date?"),
        ("- use: address", "- use: adress", "did you mean address?"),
        ('spacing: 2, text: "（{municipality.name}', 'spacing: 2, text: "（{municipality.nam}', "did you mean municipality.name?"),
        ("body: {face: sans, size", "body: {face: sanz, size", "did you mean sans?"),
        ("format: area", "format: amount", "prints amount"),
        ("chooses: kind", "chooses: area", "expected one of kind"),
        ("centre: [180, 180], diameter", "centre: [18], diameter", "expected 2 numbers"),
        ("height: 30\n", "height: 12\n", "high and does not fit"),
        ("120}", "50}", "wide and does not fit"),
        ("to: [200, 220]", "to: [211, 220]", "outside the page"),
        ("at: [180, 30], width: 40, align: right, style: value}\n      - row: house", "at: [180, 55], width: 40, align: right, style: value}\n      - row: house",
         "outside the block"),
        ("style: label, text: 土地", "style: label, text: 土地\U0001F600", "U+1F600"),
        ("style: label, text: 土地", "style: label, text: 葛\U000E0102", "U+E0102"),
        ("tops: [38, 106, 204]", "tops: [38, 80, 204]", "overlap"),
        ('argument: "{}円"', 'argument: "円"', "around one {}"),
        ("columns: [1]", "columns: [4]", "at most 3"),
    ],
)
def test_a_mistake_is_named(faults_of: Faults, old: str, new: str, says: str) -> None:
    (fault,) = [fault for fault in faults_of(old, new) if says in fault.detail]
    assert fault.id == "PJ-1001-E"
    assert fault.file == "letter/layout.yaml"
    assert fault.line >= 1
    assert fault.column >= 1


def test_the_line_is_the_one_of_the_mistake(faults_of: Faults) -> None:
    (fault,) = faults_of("format: reduction", "format: reductoin")
    assert fault.line == line_of("format: reduction")


def test_all_mistakes_are_told_at_once(faults_of: Faults) -> None:
    faults = faults_of("    - diagonal:", "    - diagnal: {at: [1, 1]}\n      - circel: {diameter: 4}\n      - diagonal:")
    assert {"diagnal", "circel"} <= {fault.value for fault in faults}


def test_a_mistake_in_a_shared_block_names_its_own_file(tmp_path: Path) -> None:
    for name in ("letter/layout.yaml", "letter/record.yaml", "shared/address.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((LAYOUTS / name).read_text(encoding="utf-8").replace("dots: 12}\n", "dotz: 12}\n")
                                     if name.startswith("shared") else (LAYOUTS / name).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_layout(tmp_path / "letter")
    assert {fault.file for fault in refused.value.faults} == {"shared/address.yaml"}


def test_a_mistake_in_the_record_names_its_own_file(tmp_path: Path) -> None:
    for name in ("letter/layout.yaml", "letter/record.yaml", "shared/address.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((LAYOUTS / name).read_text(encoding="utf-8").replace("land: amount", "land: amont"), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_layout(tmp_path / "letter")
    fault = refused.value.faults[0]
    assert (fault.file, fault.value) == ("letter/record.yaml", "amont")
    assert "did you mean amount?" in fault.detail


@pytest.mark.parametrize(
    ("form", "declared", "old", "new"),
    [
        ("letter/layout.yaml", "", "value: payment,", "value: payment,"),
        ("shared/address.yaml", "co_owners: count", "format: name-line", "format: name-line"),
        ("bill/layout.yaml", "seen: text", "value: upper,", "value: data.seen,"),
        ("bill/layout.yaml", "seen: digits", "gs1: {value: cvs", "gs1: {value: data.seen"),
        ("trial/layout.yaml", "", "chooses: variant", "chooses: variant"),
    ],
)
def test_what_a_format_may_leave_out_is_never_printed(tmp_path: Path, constants: dict[str, str], form: str, declared: str, old: str, new: str) -> None:
    shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
    layout, folder = tmp_path / form, tmp_path / form.replace("shared", "letter").partition("/")[0]
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace(old, new, 1), encoding="utf-8")
    name = (declared or new.partition(" ")[2].strip(",")).partition(":")[0]
    fields = (folder / "record.yaml").read_text(encoding="utf-8")
    fields = fields if not declared or declared in fields else fields.replace("data:\n", f"data:\n  {declared}\n", 1)
    (folder / "record.yaml").write_text(fields, encoding="utf-8")
    compile_form(read_layout(folder), constants)
    (folder / "record.yaml").write_text(f"{fields}\noptional: [{name}]\n", encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        compile_form(read_layout(folder), constants)
    line = text[: text.index(old)].count("\n") + 1
    assert {(fault.id, fault.file, fault.line, fault.column > 1) for fault in refused.value.faults} == {("PJ-1001-E", form, line, True)}
    assert {"a format may leave it out" in fault.detail for fault in refused.value.faults} == {True}
