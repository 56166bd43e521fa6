"""The objects that a finisher numbers itself: behind the pages, in the order in which they are asked for."""

from __future__ import annotations

from printjob.compose.syntax import indirect


class Objects:
    """Numbered objects from ``first`` on; a number may be reserved before its body is known."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        """A new object number, its body to follow."""
        self._bodies.append(b"null")
        return self._first + len(self._bodies) - 1

    def put(self, number: int, body: bytes) -> None:
        """The body of a reserved number."""
        self._bodies[number - self._first] = body

    def add(self, body: bytes) -> int:
        """A new object."""
        number = self.reserve()
        self.put(number, body)
        return number

    def written(self) -> list[bytes]:
        """All objects as they stand in the file, in the order of their numbers."""
        return [indirect(self._first + index, body) for index, body in enumerate(self._bodies)]
