"""A converted outline stays within a font unit of the cubic one, and the made face is that of the manifest."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from printjob.typefaces.locate import font_path
from printjob.typefaces.manifest import faces
from printjob.typefaces.quadratic import Point, quadratics

_POINTS = st.tuples(st.integers(-1000, 2000).map(Fraction), st.integers(-1000, 2000).map(Fraction))


def cubic_at(points: list[Point], t: Fraction) -> Point:
    weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
    return sum((w * p[0] for w, p in zip(weights, points, strict=True)), Fraction()), sum(
        (w * p[1] for w, p in zip(weights, points, strict=True)), Fraction()
    )


def quadratic_at(start: Point, control: Point, end: Point, t: Fraction) -> Point:
    x, y = ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c for a, b, c in zip(start, control, end, strict=True))
    return x, y


@given(st.lists(_POINTS, min_size=4, max_size=4))
def test_quadratics_stay_within_half_a_unit_and_join(points: list[Point]) -> None:
    found = quadratics(points[0], points[1], points[2], points[3])
    assert found[-1][1] == points[3]
    start = points[0]
    for index, (control, end) in enumerate(found):
        for step in range(1, 8):
            within = Fraction(step, 8)
            exact = cubic_at(points, (index + within) / len(found))
            drawn = quadratic_at(start, control, end, within)
            assert (exact[0] - drawn[0]) ** 2 + (exact[1] - drawn[1]) ** 2 <= Fraction(1, 4)
        start = end


def test_the_prepared_face_has_the_manifests_hash() -> None:
    for entry in faces().values():
        if entry.conversion:
            assert hashlib.sha256(font_path(entry.id).read_bytes()).hexdigest() == entry.sha256
