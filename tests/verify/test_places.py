"""Two slots at one place, of which a notice fills one: whichever it is, the text is expected where the reader finds it."""

from __future__ import annotations

import pytest

from printjob.model.form import ComputedSlot, Fit, Form, MarkPlace, PageKind, Slot
from printjob.model.record import Prepared
from printjob.verify.places import PagePlaces


def slot(value: int) -> Slot:
    return Slot(
        name=f"law-{value}",
        value=value,
        x_pt=100,
        width_pt=200,
        align="left",
        faces=("bizud-gothic",),
        fits=(Fit(9.0, (500.0,)),),
        ascii=False,
    )


def only_identity() -> Form:
    """A form of which nothing but the sides' identity texts is asked."""
    identity = ComputedSlot(kind="identity", slot=slot(0))
    return Form(
        form="trial", edition="1", digest="", width_pt=595, height_pt=842, device_dpi=600, stocks=("notice",), mark=MarkPlace(0, 0, 12),
        front=identity, back=identity, variant_field="", variants=(), arts={},
    )  # fmt: skip


def expected(values: tuple[str, ...]) -> list[tuple[str, str]]:
    places = PagePlaces(only_identity(), PageKind(name="page", art="art", slots=(slot(0), slot(1))), (), True)
    prepared = Prepared(
        notice="1", number=1, line=1, bars="", variant=0, values=values, fitted=(), sections=(), rare=()
    )
    computed = {"page-of": "", "identity": "", "reference": ""}
    found = places.expected(prepared, (), computed)
    read = places.find(100, 500, 50, 9.0, "bizud-gothic")
    assert read is not None
    return [("where it is read" if number == read.number else "elsewhere", text) for number, text in found.items()]


@pytest.mark.parametrize("values", [("first", ""), ("", "second")])
def test_the_one_that_is_filled(values: tuple[str, ...]) -> None:
    assert expected(values) == [("where it is read", "".join(values))]


def test_both_at_once_cannot_both_be_found() -> None:
    assert expected(("first", "second")) == [("where it is read", "first"), ("elsewhere", "second")]
