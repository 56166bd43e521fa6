"""The Galois field GF(256) that Reed-Solomon codes of 2D symbols count in; QR and Data Matrix differ in its polynomial alone."""

from __future__ import annotations


def product(a: int, b: int, polynomial: int) -> int:
    """Product of two field elements: shift, add without carry, reduce by the field polynomial.

    >>> product(0x80, 2, 0x11D)
    29
    """
    found = 0
    while b:
        if b & 1:
            found ^= a
        a <<= 1
        if a & 0x100:
            a ^= polynomial
        b >>= 1
    return found
