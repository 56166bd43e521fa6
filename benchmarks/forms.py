"""Every form that came with the program: how fast its records are read, admitted, composed and verified, and the naive drawing beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from benchmarks import drawing
from benchmarks.drawing import Drawing, NaiveSample
from benchmarks.site import Night, compiled, fresh_home, planned_night
from printjob.errors import ArgumentMistake, DataRefused, EnvironmentAtFault, PrintjobError
from printjob.sample.language import SAMPLE_FILE
from printjob.whereabouts import data_folder

_LEAST_PAGES = 10_000
NOT_READY = (ArgumentMistake, DataRefused, EnvironmentAtFault)
"""What a form still in work says of itself: no format, a sample that cannot be written, a layout that does not compile"""


class FormFigures(msgspec.Struct, frozen=True):
    """Rates of one form a CPU second on one core: notices for read, admit and plan; pages in ``drawing``."""

    form: str
    read: float
    admit: float
    plan: float
    drawing: Drawing


def form_names() -> list[str]:
    """The forms that say how their samples are drawn, sorted."""
    return sorted(path.parent.name for path in data_folder("layouts").glob(f"*/{SAMPLE_FILE}"))


def measure(folder: Path, form: str, notices: int, naive: int, rounds: int) -> tuple[FormFigures, Night, NaiveSample]:
    """The figures of one form, and the night and the naive drawing that they come from; one of ``NOT_READY`` for a form in work."""
    home = fresh_home(folder / "few", form, notices)
    night = planned_night(home)
    pages = sum(job.pages for job in night.planned.jobs)
    if pages < _LEAST_PAGES:
        # What a job costs once (fonts, art) must not hide what its pages cost.
        home = fresh_home(folder / "more", form, notices * _LEAST_PAGES // pages)
        night = planned_night(home)
    drawn, sample = drawing.measure(night, *compiled(home, form), naive, rounds)
    return FormFigures(form, night.read.rate, night.admit.rate, night.plan.rate, drawn), night, sample


def measure_others(folder: Path, names: list[str], notices: int, naive: int, rounds: int) -> tuple[list[FormFigures], dict[str, str]]:
    """The figures of each form, and why a form could not be measured."""
    figures: list[FormFigures] = []
    skipped: dict[str, str] = {}
    for form in names:
        try:
            figures.append(measure(folder / form, form, notices, naive, rounds)[0])
        except NOT_READY as refused:
            skipped[form] = reason(refused)
        shutil.rmtree(folder / form, ignore_errors=True)
    return figures, skipped


def reason(refused: PrintjobError) -> str:
    """The first fault of a form in work, in a line."""
    first = refused.faults[0]
    return f"{first.id} {first.place} {first.detail}".strip()[:100]
