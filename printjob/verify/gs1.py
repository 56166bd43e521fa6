"""Reading a GS1-128 of a slip (コンビニ収納バーコード) from its modules: 44 digits, or nothing at all.

The symbol must be whole: 288 modules, start C, FNC1, 22 digit pairs, the right modulo-103 check character, stop. The table of
characters is set from the standard, not shared with whoever drew the bars.
Source: ISO/IEC 15417:2007 (Code 128: character assignments, start and stop, symbol check character); GS1 General Specifications
(GS1-128: FNC1 behind the start character).
"""

from __future__ import annotations

from operator import mul

MODULES = 288
_CHARACTER, _PAIRS = 11, 22
_FNC1, _START_C = 102, 105
_WIDTHS = (  # of bar, space, bar, space, bar, space; values 0 to 105
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 "
    "223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 "
    "311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_STOP_WIDTHS = "2331112"


def _modules(widths: str) -> str:
    return "".join(("0" if place % 2 else "1") * int(width) for place, width in enumerate(widths))


_VALUES = {_modules(widths): value for value, widths in enumerate(_WIDTHS.split())}
_STOP = _modules(_STOP_WIDTHS)
_STARTS = range(0, MODULES - len(_STOP), _CHARACTER)
_WEIGHTS = (1, *range(1, _PAIRS + 2))
_TEXTS = [f"{pair:02d}" for pair in range(100)]


def read_gs1(modules: int) -> str | None:
    """The 44 digits of a symbol whose 288 modules are the bits of ``modules`` (1 = dark, the leftmost the most significant); ``None``
    if it is none.
    """
    bits = f"{modules:0{MODULES}b}"
    try:
        values = [_VALUES[bits[start : start + _CHARACTER]] for start in _STARTS]
    except KeyError:
        return None
    start, function, *pairs, check = values
    if len(bits) != MODULES or bits[-len(_STOP) :] != _STOP or (start, function) != (_START_C, _FNC1) or max(pairs) > 99:
        return None
    if sum(map(mul, _WEIGHTS, values[:-1])) % 103 != check:
        return None
    return "".join([_TEXTS[pair] for pair in pairs])
