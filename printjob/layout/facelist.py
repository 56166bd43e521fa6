"""An ordered font list: the first face that has a cluster's glyph writes it, one face a cluster."""

from __future__ import annotations

import functools
from typing import NamedTuple

from printjob.errors import BugFound, Fault, masked
from printjob.typefaces.clusters import clusters
from printjob.typefaces.face import Face, face


class Run(NamedTuple):
    """Neighbouring clusters of one face; ``width`` in em."""

    face: str
    text: str
    width: float
    clusters: int


class FaceList:
    """The faces of a slot or a style. Widths are em."""

    def __init__(self, face_ids: tuple[str, ...]) -> None:
        self.ids = face_ids
        self._faces: list[tuple[str, Face]] = [(name, face(name)) for name in face_ids]
        self._places: dict[str, tuple[str, float] | None] = {}
        first = self._faces[0][1]
        widths = first.bmp_widths()
        self.covers = first.covers
        """the quick test: simple characters only, all in the first face"""
        self.first_width = first.text_width
        self.widest = max(widths) / first.units_per_em
        self.widest_ascii = max(widths[32:127]) / first.units_per_em if first.covers("".join(map(chr, range(32, 127)))) else 0.0

    def place(self, cluster: str) -> tuple[str, float] | None:
        """Face and width of a cluster, ``None`` where no face has it."""
        try:
            return self._places[cluster]
        except KeyError:
            found = next(((name, one.cluster_width(cluster)) for name, one in self._faces if one.glyph(cluster) is not None), None)
            self._places[cluster] = found
            return found

    def missing(self, text: str) -> list[str]:
        """The clusters of ``text`` that no face can write."""
        return [] if self.covers(text) else [cluster for cluster in clusters(text) if self.place(cluster) is None]

    def widths(self, text_clusters: list[str]) -> list[float]:
        """Width of each cluster; one without glyph is our own mistake (``PJ-1701-E``): ask :meth:`missing` first."""
        return [self._sure_place(cluster)[1] for cluster in text_clusters]

    def width(self, text: str) -> float:
        """Width of a text whose clusters all have glyphs."""
        return self.first_width(text) if self.covers(text) else sum(self.widths(clusters(text)))

    def runs(self, text: str) -> list[Run]:
        """The text cut where the face changes."""
        if not text:
            return []
        if self.covers(text):
            return [Run(self.ids[0], text, self.first_width(text), len(text))]
        runs: list[Run] = []
        for cluster in clusters(text):
            name, width = self._sure_place(cluster)
            if runs and runs[-1].face == name:
                last = runs.pop()
                runs.append(Run(name, last.text + cluster, last.width + width, last.clusters + 1))
            else:
                runs.append(Run(name, cluster, width, 1))
        return runs

    def _sure_place(self, cluster: str) -> tuple[str, float]:
        found = self.place(cluster)
        if found is None:
            raise BugFound(Fault(id="PJ-1701-E", value=masked(cluster), detail="set without a glyph"))
        return found


@functools.cache
def face_list(face_ids: tuple[str, ...]) -> FaceList:
    """The list of these faces, made once in a process."""
    return FaceList(face_ids)
