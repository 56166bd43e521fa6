"""Large files that are finished or absent (完成か無か), written piece by piece.

The temporary name is the writer's own, so that two workers that were given the same task do not write into one file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from printjob.durable import sync_folder


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes its name when the block ends well, and leaves nothing behind when it does not. Mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
