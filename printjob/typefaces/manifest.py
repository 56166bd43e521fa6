"""The font manifest (フォント台帳): every face has a file, its SHA-256, a licence and the Debian package it comes from.

A face whose outlines ReportLab cannot embed (CFF) is *made* at set-up from the package's file; then ``source_sha256``
is the package file's hash and ``sha256`` that of what is made, which is the same on every machine.

>>> faces()["ipamj-mincho"].package
'fonts-ipamj-mincho'
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import msgspec

from printjob import declared
from printjob.whereabouts import data_folder

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[A-Za-z0-9._-]+")
_CONVERSIONS = {"truetype-outlines": "truetype-outlines"}


class FaceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One face of the manifest."""

    id: str
    file: str
    """name of the file in the prepared fonts folder"""
    sha256: str
    """of that file, lower-case hex"""
    licence: str
    package: str
    version: str
    """version of the package the hash was taken from"""
    path: Path
    """where the package installs the source file"""
    source_sha256: str
    """of the package's file; equal to ``sha256`` unless the face is made"""
    conversion: str | None
    """how the face is made from the source file; ``None`` when it is the source file"""


def read_manifest(path: Path) -> dict[str, FaceEntry]:
    """All faces of the manifest at ``path`` by id; refused as a whole with file:line:column of every fault."""
    top = declared.read(path, "fonts/" + path.name)
    found: dict[str, FaceEntry] = {}
    for face_id, node in top.take("faces").entries():
        with top.collecting():
            found[face_id] = _entry(face_id, node)
    top.refuse_unknown()
    top.finish()
    return found


def _entry(face_id: str, node: declared.Node) -> FaceEntry:
    sha256 = _sha256(node.take("sha256"))
    made_from = node.maybe("made_from")
    entry = FaceEntry(
        id=face_id,
        file=_file_name(node.take("file")),
        sha256=sha256,
        licence=node.take("licence").filled(),
        package=_file_name(node.take("package")),
        version=node.take("version").filled(),
        path=_absolute(node.take("path")),
        source_sha256=_sha256(made_from.take("sha256")) if made_from else sha256,
        conversion=made_from.take("how").choice(_CONVERSIONS) if made_from else None,
    )
    if made_from:
        made_from.refuse_unknown()
    node.refuse_unknown()
    return entry


def _sha256(node: declared.Node) -> str:
    if not _SHA256.fullmatch(node.text()):
        node.refuse("expected a SHA-256 as 64 lower-case hex digits")
    return node.text()


def _file_name(node: declared.Node) -> str:
    if not _FILE.fullmatch(node.text()):
        node.refuse("expected a plain name: letters, digits, dot, hyphen, underscore")
    return node.text()


def _absolute(node: declared.Node) -> Path:
    path = Path(node.filled())
    if not path.is_absolute() or ".." in path.parts:
        node.refuse("expected the absolute path at which the package installs the file")
    return path


@functools.cache
def faces() -> dict[str, FaceEntry]:
    """The faces of printjob's own manifest; read once in a process."""
    return read_manifest(data_folder("fonts") / "manifest.yaml")
