"""The zones of an envelope follow from its measures, and a wrong file is refused at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DeclarationRefused
from printjob.layout.check.box import Box
from printjob.layout.check.envelope import Envelope, read_envelopes
from printjob.mailroom.profile import read_profile
from printjob.whereabouts import data_folder

FILE = data_folder("spool") / "envelopes.yaml"


def test_the_zones_of_the_shipped_envelope(envelope: Envelope) -> None:
    assert envelope.visible == Box(17.5, 16.5, 97.5, 53.5)
    assert envelope.private == Box(0, 0, 118, 72)
    assert envelope.folds == (99, 198)


def test_every_windowed_profile_has_its_envelope() -> None:
    profiles = [read_profile(path) for path in sorted((data_folder("spool") / "profiles").glob("*.yaml"))]
    assert {one.envelope for one in profiles if "窓" in one.envelope} <= set(read_envelopes(FILE))


@given(shift_x=st.floats(0, 20), shift_y=st.floats(0, 18))
def test_wherever_the_contents_lie_the_window_shows_the_visible_and_never_more_than_the_private(shift_x: float, shift_y: float) -> None:
    envelope = read_envelopes(FILE)["洋長3 窓"]
    shown = Box(20 - 2.5 - shift_x, 18 - 1.5 - shift_y, 120 - 2.5 - shift_x, 73 - 1.5 - shift_y)
    assert envelope.visible.within(shown)
    assert Box(max(shown.left, 0), max(shown.top, 0), shown.right, shown.bottom).within(envelope.private)


def test_every_name_of_the_file_is_documented() -> None:
    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for one in value.values() for name in names(one)}
        return {name for one in value for name in names(one)} if isinstance(value, list) else set()

    page = (data_folder("spool") / "README.md").read_text(encoding="utf-8").split("/ envelopes.yaml")[-1]
    listed = names(yaml.safe_load(FILE.read_text(encoding="utf-8"))) - {"envelopes", "sheets", "stocks"}
    assert [name for name in sorted(listed) if f"`{name}`" not in page] == []


WRONG = {
    "too large contents": ("panel_mm: [210, 99]", "panel_mm: [231, 99]", "do not go into the envelope"),
    "unknown name": ("inner_mm:", "iner_mm:", "inner_mm is missing"),
    "a perforation without place": ("{x: 142, from: 0, to: 86}", "{from: 0, to: 86}", "either x or y"),
    "two of a name": ("sheets:\n", "  - {envelope: 洋長3 窓, size_mm: [235, 120], inner_mm: [230, 117], window: {at: [20, 18], size: [100, 55]},\n"
                      "     paper_mm: [210, 297], panel_mm: [210, 99], folds: {y: [99], clear: 2}}\nsheets:\n", "stands here twice"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_refused_at_its_place(what: str, tmp_path: Path) -> None:
    old, new, rule = WRONG[what]
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "envelopes.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=rule) as refused:
        read_envelopes(tmp_path / "envelopes.yaml")
    assert all(fault.line and fault.file == "envelopes.yaml" for fault in refused.value.faults)
