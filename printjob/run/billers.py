"""Whose payment codes may stand on a municipality's slips (収納コードの発行元), as its settings say: ``payment_codes``.

A form with payment codes asks for them before any delivery is read: without them another municipality's code would be as good as its
own. Like any setting they may be dated (:mod:`printjob.dated`); the issue date (発付日) counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from printjob.admit.payment import Billers
from printjob.dated import on_day
from printjob.errors import EnvironmentAtFault, Fault
from printjob.intake.municipality import Municipality
from printjob.recordshape import RecordShape
from printjob.run.site import readable

PAYMENT_CODES = "payment_codes"
MAKERS, INSTITUTIONS = f"{PAYMENT_CODES}.makers", f"{PAYMENT_CODES}.institutions"
"""the settings that list 請求書発行企業コード (of the GS1-128) and 共通納税機関コード (of the eL-QR)"""


def billers_on(municipality: Municipality, day: date, shape: RecordShape) -> Billers:
    """Whose codes may stand on the slips of a form on this day; nobody is asked for where the form has none.

    ``EnvironmentAtFault`` (``PJ-1404-E``) with the municipality's file and the setting's name for each that is missing.
    """
    if shape.payment is None:
        return Billers()
    own = {name: value for name, value in municipality.settings.items() if name.split(".")[0] == PAYMENT_CODES}
    told = readable(lambda: on_day(own, day))
    faults = [_missing(municipality, shape, name) for name in _asked(shape) if name not in told]
    if faults:
        raise EnvironmentAtFault(*faults)
    return Billers(*(_listed(told.get(name)) for name in (MAKERS, INSTITUTIONS)))


def require_billers(municipality: Municipality, shapes: Iterable[RecordShape]) -> None:
    """The newest edition of the settings has what the forms ask for; else ``EnvironmentAtFault`` (``PJ-1404-E``)."""
    for shape in shapes:
        billers_on(municipality, date.max, shape)


def _asked(shape: RecordShape) -> Iterator[str]:
    if shape.payment and shape.payment.gs1:
        yield MAKERS
    if shape.payment and shape.payment.elqr:
        yield INSTITUTIONS


def _missing(municipality: Municipality, shape: RecordShape, name: str) -> Fault:
    detail = f"the slips of {shape.id} bear payment codes: the setting must list whose"
    return Fault(id="PJ-1404-E", file=f"municipalities/{municipality.code}.yaml", field=name, detail=detail)


def _listed(told: str | None) -> tuple[str, ...] | None:
    """The codes of a list; a list without any lets nobody's stand."""
    return None if told is None else tuple(filter(None, told.split("、")))
