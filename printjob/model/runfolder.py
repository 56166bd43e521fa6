"""A run's folder: where each thing of a run lies, and reading it back by position.

::

    runs/<run>/run.json                     what was frozen at the start      received.json  what its deliveries were found to be
               records/d0000-p00003.rec     prepared records of a delivery's part, one after another (msgpack)
               rows/d0000-p00003.rows       its admission rows     rows/d0000-p00003.done      that it is done, what was found
               faults/d0000-p00003.jsonl    its faults             receipt-0000.json, .txt     a delivery's receipt
               exceptions-0000.jsonl        the exceptions that were applied to its records
               forms/<form key>.json        compiled forms         forms/<form key>.art.pdf    their static art, a page an art
               forms/<form key>.proof.json  the same with 見本     forms/<form key>.record.yaml  what the form needs from a record
               plan/<job>.json, <job>.npy   JobPlan and its PLANNED rows
               postage/<municipality>-<day>.json, .npy  the mail classes of a posting, and each piece's line of it
               work/<job>/                  unfinished parts
               jobs/<job>/                  finished jobs
"""

from __future__ import annotations

import os
import weakref
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.model.form import Form
from printjob.model.piece import JobPlan
from printjob.model.record import Prepared

_decoder = msgspec.msgpack.Decoder(Prepared)


def part_name(delivery: int, part: int) -> str:
    """The common name of a delivery part's files."""
    return f"d{delivery:04d}-p{part:05d}"


def records_path(run: Path, delivery: int, part: int) -> Path:
    """The store part that keeps prepared records."""
    return run / "records" / f"{part_name(delivery, part)}.rec"


def form_path(run: Path, key: str) -> Path:
    """A compiled form."""
    return run / "forms" / f"{key}.json"


def art_path(run: Path, key: str) -> Path:
    """The static art of a compiled form: a PDF with one page for each art."""
    return run / "forms" / f"{key}.art.pdf"


def job_folder(run: Path, job: str) -> Path:
    """A finished job."""
    return run / "jobs" / job


def work_folder(run: Path, job: str) -> Path:
    """The parts of a job that is not finished."""
    return run / "work" / job


def read_form(run: Path, key: str) -> Form:
    """A compiled form of the run."""
    return msgspec.json.decode(form_path(run, key).read_bytes(), type=Form)


def read_job_plan(run: Path, job: str) -> JobPlan:
    """A job's plan."""
    return msgspec.json.decode((run / "plan" / f"{job}.json").read_bytes(), type=JobPlan)


def read_planned_rows(run: Path, job: str) -> npt.NDArray[np.void]:
    """A job's notices in print order (dtype PLANNED), mapped into memory."""
    rows: npt.NDArray[np.void] = np.load(run / "plan" / f"{job}.npy", mmap_mode="r", allow_pickle=False)
    return rows


class _Store:
    """An open store part, closed when it is forgotten: a cluster's workers outlive many runs."""

    def __init__(self, path: str) -> None:
        self.descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self.descriptor)


@lru_cache(maxsize=256)
def _store(path: str) -> _Store:
    return _Store(path)


def read_prepared(run: Path, delivery: int, part: int, offset: int, length: int) -> Prepared:
    """The prepared record that a row points at."""
    store = _store(str(records_path(run, delivery, part)))
    return _decoder.decode(os.pread(store.descriptor, length, offset))
