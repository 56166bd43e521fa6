"""Finished or absent: files and folders appear whole, or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` as :func:`appearing` does."""
    with appearing(path) as stream:
        stream.write(content)


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON that people can read, one space in a level, as :func:`appearing` does."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when the block ends well, synced with its folder, and leaves nothing behind when it does not.

    Until then it has a temporary name in the same folder that is the writer's own: two workers that were given the same task do not
    write into one file.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex}")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove what writers that were killed left under temporary names."""
    for path in folder.glob(".*"):
        path.unlink()


def rename_folder(source: Path, target: Path) -> None:
    """Publish a finished folder under its final name."""
    for path in source.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    sync_folder(source)
    source.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
