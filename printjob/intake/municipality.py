"""A municipality's settings (団体の設定): texts on its notices, routes, formats, as declared in ``site/municipalities/<code>.yaml``.

Every text is open to the form designer: ``settings`` flattens the file with dots (``office.phone``), so that a new text needs no
program, and keeps the editions of dated ones (:mod:`printjob.dated`). What the program itself needs is read with its type and refused
with file:line:column.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from printjob import declared
from printjob.dated import Dated, Settings, latest, read_settings
from printjob.declared import Node
from printjob.intake.municipality_code import is_valid

SEAL_PICTURE = "seal.image"
"""the setting that names the picture of the seal (公印), a file beside the municipality's"""


class SamplePlace(msgspec.Struct, frozen=True):
    """A real town area that sample addresses are taken from, and its share of them."""

    prefecture: str
    city: str
    share: int


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality. ``settings`` are all its texts by dotted name, the seal's picture (``seal.image``) with its folder;
    ``name`` and ``city_planning_tax`` are their newest editions. ``digest`` is the sha256 of its file and of its seal's pictures.
    """

    code: str
    name: str
    city_planning_tax: bool
    formats: tuple[str, ...]
    run_kinds: tuple[str, ...]
    routes: tuple[str, ...]
    sample_places: tuple[SamplePlace, ...]
    settings: dict[str, str | Dated]
    digest: str


def read_municipality(path: Path, default_routes: tuple[str, ...] = ()) -> Municipality:
    """The settings at ``path``; ``DeclarationRefused`` with file:line:column of what is wrong."""
    top = declared.read(path, "municipalities/" + path.name)
    code = top.take("code")
    if not is_valid(code.text()) or code.text() != path.stem:
        code.refuse(f"expected the 6-digit code of the file's name {path.stem}, with its check digit")
    routes = top.maybe("routes")
    places = top.maybe("sample_places")
    settings = {name: _beside(path.parent, name, value) for name, value in read_settings(top).items()}
    top.finish()
    return Municipality(
        code=code.text(),
        name=latest(settings.get("name", "")) or top.take("name").filled(),
        city_planning_tax=_flag(top, settings, "city_planning_tax"),
        formats=_names(top.take("formats")),
        run_kinds=_names(top.take("run_kinds")),
        routes=_names(routes) if routes else default_routes,
        sample_places=tuple(_place(item) for item in places.items()) if places else (),
        settings=settings,
        digest=hashlib.sha256(path.read_bytes() + b"".join(_pictures(settings))).hexdigest(),
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


def _flag(top: Node, settings: Settings, name: str) -> bool:
    if name in settings and latest(settings[name]) in ("yes", "no"):
        return latest(settings[name]) == "yes"
    return top.take(name).flag()


def _beside(folder: Path, name: str, value: str | Dated) -> str | Dated:
    """The setting, with its folder where it names the seal's picture."""
    if isinstance(value, Dated):
        editions = tuple(
            (first, {part: _beside(folder, f"{name}.{part}" if part else name, text) for part, text in texts.items()})
            for first, texts in value.editions
        )
        return msgspec.structs.replace(value, editions=editions)
    return str(folder.resolve() / value) if name == SEAL_PICTURE and value else value


def _pictures(settings: Settings, above: str = "") -> list[bytes]:
    """The seal's pictures in all editions; what is missing is refused where it is to be printed."""
    found: list[bytes] = []
    for name, value in settings.items():
        full = ".".join(part for part in (above, name) if part)
        if isinstance(value, Dated):
            found += [content for _, texts in value.editions for content in _pictures(texts, full)]
        elif full == SEAL_PICTURE and Path(value).is_file():
            found.append(Path(value).read_bytes())
    return found
