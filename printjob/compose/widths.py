"""Widths of texts in thousandths of an em (文字幅), for texts that do not start at their left edge."""

from __future__ import annotations

from collections.abc import Mapping

from printjob.typefaces.clusters import clusters
from printjob.typefaces.face import face


class Advances(dict[str, float]):
    """Advance of each character of a face in thousandths of an em; ``rare`` gives the cluster of each private
    character.

    0 for what the face has no glyph for: the finisher refuses it.
    """

    def __init__(self, face_id: str, rare: Mapping[str, str]) -> None:
        super().__init__()
        self._face, self._rare = face(face_id), rare

    def __missing__(self, character: str) -> float:
        glyph = self._face.glyph(self._rare.get(character, character))
        advance = 0 if glyph is None else self._face.advance(glyph)
        self[character] = found = 1000 * advance / self._face.units_per_em
        return found

    def width(self, text: str) -> float:
        """Width of a text."""
        return sum(map(self.__getitem__, text))


class FaceRuns:
    """Splits a text into runs of one face each: every cluster goes to the first face of the list that has its glyph."""

    def __init__(self, face_ids: tuple[str, ...], rare: Mapping[str, str]) -> None:
        self._ids = face_ids
        self._faces = [face(face_id) for face_id in face_ids]
        self._rare = rare

    def split(self, text: str) -> list[tuple[str, str]]:
        """(face id, part) in order; a cluster without glyph goes to the first face, where the finisher refuses it."""
        if len(self._ids) == 1 or self._faces[0].covers(text):
            return [(self._ids[0], text)]
        runs: list[tuple[str, str]] = []
        for cluster in clusters(text):
            chosen = self._choose(self._rare.get(cluster, cluster))
            if runs and runs[-1][0] == chosen:
                runs[-1] = (chosen, runs[-1][1] + cluster)
            else:
                runs.append((chosen, cluster))
        return runs

    def _choose(self, cluster: str) -> str:
        having = (
            face_id for face_id, known in zip(self._ids, self._faces, strict=True) if known.glyph(cluster) is not None
        )
        return next(having, self._ids[0])
