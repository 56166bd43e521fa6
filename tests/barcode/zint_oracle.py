"""Modules of a symbol as zint encodes it: an independent encoder to agree with."""

from __future__ import annotations

from typing import Any

import zint


def modules(symbology: str, content: str) -> list[str]:
    """Rows of ``0`` and ``1``, 1 is dark."""
    symbol: Any = zint.Symbol()
    symbol.symbology = getattr(zint.Symbology, symbology)
    symbol.encode(content)
    data = symbol.encoded_data
    return ["".join(str(data[row, at // 8] >> at % 8 & 1) for at in range(symbol.width)) for row in range(symbol.rows)]
