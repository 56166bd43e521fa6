"""Which codes a chunk used of each font (使用文字): gathered as texts, counted once at the end, in C.

>>> used = UsedCodes(); use = FontUse("ipamj-mincho", False)
>>> used.of(use).append("北海道北"); sorted(map(chr, used.codes()[use]))
['北', '海', '道']
"""

from __future__ import annotations

import numpy as np

from printjob.compose.fontnames import FontUse

_CODES = 0x10000


class UsedCodes:
    """Texts by font use, and the codes in them."""

    def __init__(self) -> None:
        self._texts: dict[FontUse, list[str]] = {}

    def begin(self) -> None:
        """Forget what was gathered; the lists handed out stay in use."""
        for texts in self._texts.values():
            texts.clear()

    def of(self, use: FontUse) -> list[str]:
        """The list to append texts to."""
        return self._texts.setdefault(use, [])

    def codes(self) -> dict[FontUse, list[int]]:
        """Ascending BMP codes of each font use."""
        return {use: _distinct("".join(texts)) for use, texts in sorted(self._texts.items()) if texts}


def _distinct(text: str) -> list[int]:
    seen = np.zeros(_CODES, dtype=bool)
    seen[np.frombuffer(text.encode("utf-16-le"), dtype="<u2")] = True
    return np.flatnonzero(seen).tolist()
