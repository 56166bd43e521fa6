"""A municipality's settings (団体の設定): texts on its notices, routes, formats, as declared in ``site/municipalities/<code>.yaml``.

Every text is open to the form designer: ``settings`` flattens the file with dots (``office.phone``), so that a new text needs no
program. What the program itself needs is read with its type and refused with file:line:column.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.intake.municipality_code import is_valid


class SamplePlace(msgspec.Struct, frozen=True):
    """A real town area that sample addresses are taken from, and its share of them."""

    prefecture: str
    city: str
    share: int


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality. ``settings`` are all its texts by dotted name; ``digest`` is the sha256 of its file."""

    code: str
    name: str
    city_planning_tax: bool
    formats: tuple[str, ...]
    run_kinds: tuple[str, ...]
    routes: tuple[str, ...]
    sample_places: tuple[SamplePlace, ...]
    settings: dict[str, str]
    digest: str


def read_municipality(path: Path, default_routes: tuple[str, ...] = ()) -> Municipality:
    """The settings at ``path``; ``DeclarationRefused`` with file:line:column of what is wrong."""
    top = declared.read(path, "municipalities/" + path.name)
    code = top.take("code")
    if not is_valid(code.text()) or code.text() != path.stem:
        code.refuse(f"expected the 6-digit code of the file's name {path.stem}, with its check digit")
    routes = top.maybe("routes")
    places = top.maybe("sample_places")
    return Municipality(
        code=code.text(),
        name=top.take("name").filled(),
        city_planning_tax=top.take("city_planning_tax").flag(),
        formats=_names(top.take("formats")),
        run_kinds=_names(top.take("run_kinds")),
        routes=_names(routes) if routes else default_routes,
        sample_places=tuple(_place(item) for item in places.items()) if places else (),
        settings=_flattened(top),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _names(node: Node) -> tuple[str, ...]:
    names = tuple(item.filled() for item in node.items())
    if not names:
        node.refuse("expected at least one name")
    return names


def _place(node: Node) -> SamplePlace:
    share = node.maybe("share")
    return SamplePlace(
        node.take("prefecture").filled(), node.take("city").filled(), share.whole(least=1) if share else 1
    )


def _flattened(node: Node, prefix: str = "") -> dict[str, str]:
    """Texts by dotted name; lists are left to whoever reads them with a type."""
    flat: dict[str, str] = {}
    for key, value in node.entries():
        if value.is_mapping:
            flat.update(_flattened(value, f"{prefix}{key}."))
        elif not value.is_list:
            flat[prefix + key] = value.text()
    return flat
