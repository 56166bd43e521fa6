"""A text stands in its slot in the first fit that takes it, inside its width, or it does not fit; nothing is cut."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.layout.facelist import face_list
from printjob.layout.fitting import FitTable, fit_table
from printjob.model.form import Fit, Slot
from printjob.model.record import Fitted


def name_slot(width_pt: float, *fits: Fit) -> Slot:
    return Slot(name="name", value=0, x_pt=0.0, width_pt=width_pt, align="left", faces=("ipamj-mincho",), fits=fits, ascii=False)


SLOT = name_slot(100.0, Fit(10, (0.0,)), Fit(8, (0.0,)), Fit(8, (4.0, -4.0)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北海　花子　様", Fitted(0, ("北海　花子　様",))),
        ("北海道旭川市見本町一条", Fitted(1, ("北海道旭川市見本町一条",))),
        ("見本太郎左衛門　外２名　様", Fitted(2, ("見本太郎左衛門", "外２名　様"))),
        ("株式会社北海道見本印刷製本所　御中", Fitted(2, ("株式会社北海道見本印刷製", "本所　御中"))),
        ("邊\U000E0108", Fitted(0, ("邊\U000E0108",))),
        ("あ" * 40, None),
        ("", Fitted(0, ("",))),
    ],
)
def test_the_first_fit_that_takes_it(text: str, expected: Fitted | None) -> None:
    assert fit_table(SLOT).fit(text) == expected


def test_an_exact_fit_fits() -> None:
    assert fit_table(SLOT).fits("あ" * 10)
    assert not fit_table(SLOT).fits("あ" * 11)
    figures = msgspec.structs.replace(SLOT, faces=("bizud-gothic",))
    assert fit_table(figures).fits("1" * 20)
    assert not fit_table(figures).fits("1" * 21)


def test_a_face_later_in_the_list_writes_what_the_first_lacks() -> None:
    faces = face_list(("bizud-gothic", "ipamj-mincho"))
    assert [(run.face, run.text) for run in faces.runs("見本邊\U000E0108様")] == [
        ("bizud-gothic", "見本"), ("ipamj-mincho", "邊\U000E0108"), ("bizud-gothic", "様")]


def test_what_no_face_can_write_is_named() -> None:
    assert FitTable(SLOT).missing("見\U0001F600本") == ["\U0001F600"]
    assert FitTable(SLOT).missing("見本") == []


@given(st.text(alphabet="北海道花子　１２ー邊\U000E0108𠮷（）様1,A", max_size=30))
def test_lines_stay_inside_the_width_and_lose_only_spaces(text: str) -> None:
    table, faces = FitTable(SLOT), face_list(SLOT.faces)
    if table.missing(text):
        return
    found = table.fit(text)
    if found is None:
        assert faces.width(text) * 8 > 100.0
        return
    fit = SLOT.fits[found.fit]
    assert len(found.lines) == len(fit.baselines_pt)
    assert all(faces.width(line) * fit.size_pt <= 100.001 for line in found.lines)
    assert "".join(found.lines).replace("　", "") == text.replace("　", "")
    assert table.fits(text) == (found.fit == 0)
