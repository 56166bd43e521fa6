"""The pieces of a posting as the mail room classes them: weighed, measured, with their postal codes and barcodes, from a run's plan rows."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.admit.part import read_rows
from printjob.errors import EnvironmentAtFault, Fault
from printjob.mailroom.postage.contents import Contents, Cover, Folding
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, PIECE, TOO_THICK, Pieces
from printjob.mailroom.postage.posting import CampaignPosting
from printjob.mailroom.postage.weigh import Weighed, bands, guarded, shape_of, weigh
from printjob.mailroom.profile import Profile
from printjob.model.form import page_kinds
from printjob.model.piece import JobPlan
from printjob.model.runfolder import read_form, read_planned_rows, records_path
from printjob.run.campaigns import series_of

District = Callable[[str], str]
"""the district (郵便区番号) of a postal code of seven digits, empty where no list says it"""


class _Head(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The first fields of ``Prepared``, in its order; what follows them is passed over, so that a million pieces take a second."""

    notice: str
    number: int
    line: int
    bars: str


_decoder = msgspec.msgpack.Decoder(_Head)


class MailPieces:
    """The pieces of a posting, gathered job by job."""

    def __init__(self, tables: Tables, run: Path, campaigns: Sequence[str], covers: Sequence[Cover]) -> None:
        self._tables, self._run, self._campaigns, self._covers = tables, run, campaigns, covers
        self._rows: list[Pieces] = []
        self._planned: list[npt.NDArray[np.void]] = []
        self.guarded: dict[str, int] = {}

    def add(self, plan: JobPlan, profile: Profile) -> None:
        """Weigh and measure the pieces of a job."""
        contents, planned = self._tables.contents, np.asarray(read_planned_rows(self._run, plan.job))
        first = np.flatnonzero(np.concatenate(([True], planned["piece"][1:] != planned["piece"][:-1])))
        by_stock = np.add.reduceat(planned["by_stock"].astype(np.int64), first, axis=0)
        cover, folding = _cover(contents, profile), _folding(contents, profile)
        inserts = self._tables.posting.campaigns.get(series_of(plan.campaign), CampaignPosting()).inserts
        weighed = weigh(by_stock, plan.stocks, cover, folding, inserts)
        rows = np.zeros(len(first), dtype=PIECE)
        rows["campaign"], rows["cover"] = self._campaigns.index(plan.campaign), self._covers.index(cover)
        rows["shape"] = shape_of(weighed, cover, self._tables.rates.shapes, contents)
        rows["band"] = bands(weighed.weight_mg, self._tables.limits_mg(), contents)
        thin = weighed.unpressed_um + contents.guard_um <= self._tables.catalogue.most_unpressed_um
        rows["barcode"] = np.where(thin, BARCODED, TOO_THICK) if _bears_bars(self._run, plan) else NO_BARS
        rows["option"] = -1
        self._rows.append(rows)
        self._planned.append(planned[first])
        self._guard(weighed)

    def _guard(self, weighed: Weighed) -> None:
        """Count the pieces that the guard band classes, by limit."""
        tables, contents = self._tables, self._tables.contents
        weights = guarded(weighed.weight_mg, tables.limits_mg(), contents.guard_mg)
        flats = {shape.most_thickness_um for shape in tables.rates.shapes if shape.most_thickness_um is not None}
        told = {f"{limit / 1000:g} g": count for limit, count in weights.items()}
        told |= {f"{limit / 1000:g} mm": count for limit, count in guarded(weighed.flat_um, sorted(flats), contents.guard_um).items()}
        unpressed = guarded(weighed.unpressed_um, [tables.catalogue.most_unpressed_um], contents.guard_um)
        told |= {f"{limit / 1000:g} mm unpressed": count for limit, count in unpressed.items()}
        for limit, count in told.items():
            self.guarded[limit] = self.guarded.get(limit, 0) + count

    def all(self, district: District) -> tuple[Pieces, npt.NDArray[np.int64], list[str]]:
        """All pieces with their districts, their numbers, and the districts' names.

        Each delivery part is read once for all jobs (in postal order every job has pieces of every part), each postal code asked for once.
        """
        pieces, planned = np.concatenate(self._rows), np.concatenate(self._planned)
        postal, bars = _addressed(self._run, planned)
        pieces["barcode"] = np.where(bars, pieces["barcode"], NO_BARS)
        codes, which = np.unique(postal, return_inverse=True)
        of_code = [district(code.decode()) for code in codes.tolist()]
        names = sorted({name for name in of_code if name})
        places = {name: index for index, name in enumerate(names)}
        pieces["district"] = np.array([places.get(name, -1) for name in of_code], dtype=np.int32)[which.reshape(-1)]
        return pieces, planned["piece"].astype(np.int64), names


def _cover(contents: Contents, profile: Profile) -> Cover:
    cover = contents.covers.get(profile.envelope)
    if cover is None:
        detail = f"the envelope {profile.envelope} of the profile {profile.profile} has no weight"
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="postage/weights.yaml", field="envelopes", detail=detail))
    return cover


def _folding(contents: Contents, profile: Profile) -> Folding:
    folding = contents.by_profile.get(profile.profile) or contents.by_fold.get(profile.fold)
    if folding is None:
        detail = f"the fold {profile.fold} of the profile {profile.profile} has no thickness"
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="postage/weights.yaml", field="folds", detail=detail))
    return folding


def _bears_bars(run: Path, plan: JobPlan) -> bool:
    """Whether the job's form prints customer barcodes at all."""
    return any(kind.bars for variant in read_form(run, plan.form).variants for kind in page_kinds(variant))


def _addressed(run: Path, planned: npt.NDArray[np.void]) -> tuple[npt.NDArray[np.bytes_], npt.NDArray[np.bool_]]:
    """The postal code of each row's record, and whether it was given a barcode; both as admission left them."""
    postal, bars = np.zeros(len(planned), dtype="S7"), np.zeros(len(planned), dtype=bool)
    for delivery, part, at in _parts(planned):
        rows, wanted = read_rows(run, delivery, part), planned[at]
        postal[at] = rows["postal"][np.searchsorted(rows["number"], wanted["number"])]
        with records_path(run, delivery, part).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as store:
            places = zip(wanted["offset"].tolist(), wanted["length"].tolist(), strict=True)
            bars[at] = [_decoder.decode(store[start : start + length]).bars != "" for start, length in places]
    return postal, bars


def _parts(planned: npt.NDArray[np.void]) -> Iterator[tuple[int, int, npt.NDArray[np.int64]]]:
    """The rows of each delivery part, by index."""
    key = planned["delivery"].astype(np.int64) << 32 | planned["part"].astype(np.int64)
    parts, which = np.unique(key, return_inverse=True)
    order = np.argsort(which.reshape(-1), kind="stable")
    borders = np.searchsorted(which.reshape(-1)[order], np.arange(len(parts) + 1))
    for index, one in enumerate(parts.tolist()):
        yield one >> 32, one & 0xFFFFFFFF, order[borders[index] : borders[index + 1]]
