"""Whether there is room for the longest value of each field's kind (最長値), and an honorific behind every addressee's name (敬称).

A date, a year, a postal code or a chosen text must fit whatever the record says. How long an amount or a number may become the layout
cannot know: twelve digits and a comma more than a city's largest tax are taken as the measure, and less room is told as a warning,
because a longer value would hold its record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from printjob.errors import PrintjobError
from printjob.layout.check.finding import BROKEN, DOUBTFUL, Finding, found
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import Thing
from printjob.layout.check.zones import address_block
from printjob.layout.fitting import fit_table
from printjob.layout.values import value_maker
from printjob.model.form import OF_DATA, Form, ValueSpec
from printjob.recordshape import RecordShape

HONORIFIC_FORMATS = ("name-line",)
"""display formats that end with 様 or 御中"""
_LONGEST: dict[str, tuple[Any, ...]] = {
    "date": (date(2026, 12, 30),), "year": (2026,), "postal": ("0700031",), "count": (999,), "amount": (99_999_999_999, -9_999_999_999),
    "decimal": (Decimal("1234567.89"),),
}
_LONGEST_IN_FORMAT = {"gs1-upper": ("9" * 44,), "gs1-lower": ("9" * 44,), "groups-4": ("9" * 20,), "percent": (Decimal("100.0"),),
                      "zero": ()}
_ALWAYS = ("date", "year", "postal")
_NUMBER = "9" * 10
"""通知書番号, 宛名番号"""
_COMPUTED = {"page-of": "99／99", "identity": "999999-99/99", "reference": "999999-99"}


def longest(scene: Scene) -> Iterator[Finding]:
    """Fields without room for the longest value of their kind."""
    for thing in scene.things:
        if thing.slot and thing.name in _COMPUTED and thing.spec is None:
            yield from _held(thing, _COMPUTED[thing.name], DOUBTFUL)
        elif thing.slot and thing.spec and thing.spec.format == "choice":
            for text in json.loads(thing.spec.argument).values():
                yield from _held(thing, text, BROKEN)
        elif thing.slot and thing.spec:
            sure = thing.source_kind in _ALWAYS or thing.spec.format in ("gs1-upper", "gs1-lower", "groups-4")
            for value in _values(thing):
                yield from _held(thing, _text(thing.spec, value), BROKEN if sure else DOUBTFUL)


def _values(thing: Thing) -> tuple[Any, ...]:
    if thing.spec and thing.spec.format in _LONGEST_IN_FORMAT:
        return _LONGEST_IN_FORMAT[thing.spec.format]
    if thing.source_kind == "digits":
        return (_NUMBER,)
    return _LONGEST.get(thing.source_kind, ())


def _text(spec: ValueSpec, value: Any) -> str:
    names = spec.source.split()
    try:
        return value_maker((spec,), names, {})((value, *[None] * (len(names) - 1)))[0]
    except (PrintjobError, ValueError, IndexError):
        return ""  # a format that needs more than the value: it is judged by admission


def _held(thing: Thing, text: str, id_: str) -> Iterator[Finding]:
    if not text or thing.slot is None:
        return
    table = fit_table(thing.slot)
    missing = table.missing(text)
    if missing:
        yield found(thing, "glyph", f"has no glyph for {missing[0]} in {', '.join(thing.slot.faces)}", id_)
    elif table.fit(text) is None:
        yield found(thing, "room", f"has no room for {text}: its width is {thing.slot.width_pt * 25.4 / 72:.1f} mm", id_)


def honorifics(scene: Scene, shape: RecordShape) -> Iterator[Finding]:
    """An address without a name that is followed by its honorific."""
    block = address_block(scene)
    if not scene.first or not block:
        return
    fields = [thing for thing in scene.page if thing.kind == "field" and thing.block[:len(block)] == block and thing.spec]
    named = {thing.name for thing in fields if thing.spec and thing.spec.format in HONORIFIC_FORMATS}
    for thing in fields:
        if thing.spec and thing.name in named and thing.spec.format not in HONORIFIC_FORMATS:
            yield found(thing, "honorific", f"is a name without its honorific: use the format {HONORIFIC_FORMATS[0]}")
    if not named:
        postal = next((thing for thing in fields if thing.name == shape.roles.postal), fields[0] if fields else scene.page[0])
        yield found(postal, "honorific", f"the address has no name with an honorific: a field of the format {HONORIFIC_FORMATS[0]} belongs here")


def unprinted(shape: RecordShape, form: Form, all_scenes: Sequence[Scene]) -> list[str]:
    """The record's fields that no page prints, no symbol is made of and nothing is chosen by, as ``field`` and ``section.field``."""
    roles = shape.roles
    data = {roles.notice, roles.addressee, roles.postal, *roles.address, roles.amount, roles.pull, roles.protected, roles.mail_option,
            roles.run_kind, roles.fiscal_year, form.variant_field, *(section.count for section in shape.sections)}
    data |= {name.removeprefix(OF_DATA) for scene in all_scenes for name in _sources(scene.page)}
    lines: dict[str, set[str]] = {section.name: {roles.notice} for section in shape.sections}
    for section in (section for variant in form.variants for section in variant.sections):
        lines[section.record].add(section.row_field)
    for scene in all_scenes:
        for name in (name for _, block in scene.blocks for name in _sources(block)):
            (data if name.startswith(OF_DATA) else lines[scene.record]).add(name.removeprefix(OF_DATA))
    names = [name for name in shape.data if name not in data]
    return names + [f"{section.name}.{name}" for section in shape.sections for name in section.fields if name not in lines[section.name]]


def _sources(laid: Sequence[Thing]) -> list[str]:
    return [name for thing in laid if thing.spec for name in thing.spec.source.split()]
