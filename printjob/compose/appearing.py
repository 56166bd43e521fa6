"""Large files that are finished or absent (完成か無か), written piece by piece and hashed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from printjob import durable
from printjob.errors import BugFound, Fault

_PIECE = 1 << 20


class Appearing:
    """The file while it is being written; ``digest`` is the SHA-256 of what was written so far, as hex."""

    def __init__(self, target: BinaryIO) -> None:
        self._target, self._hash = target, sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def write(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self._hash.update(piece)
            self._target.write(piece)

    def copy(self, source: Path, start: int, count: int) -> None:
        """Append ``count`` bytes of another file; one that is too short is ``BugFound``."""
        with source.open("rb") as opened:
            opened.seek(start)
            while count:
                piece = opened.read(min(count, _PIECE))
                if not piece:
                    raise BugFound(Fault(id="PJ-1701-E", file=source.name, detail="shorter than its index says"))
                self.write((piece,))
                count -= len(piece)


@contextmanager
def appearing(path: Path) -> Iterator[Appearing]:
    """A file as :func:`printjob.durable.appearing` gives it, hashed while it is written; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with durable.appearing(path) as target:
        yield Appearing(target)
