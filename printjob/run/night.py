"""The night (夜間バッチ): one function in which each line is a stage.

delivery -> record -> admission -> mail class -> plan -> pages -> job files. After admission nothing can be held; after a job's folder has its name
nothing in it is touched. Whatever stops the run, calling it again with the same date goes on.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from printjob.errors import ArgumentMistake, EnvironmentAtFault, Fault, Stopped
from printjob.mailroom.plan import unmailed
from printjob.postal.index import open_index
from printjob.run import close
from printjob.run.admission import admit_deliveries, gather
from printjob.run.begin import Frozen, begin, give_up
from printjob.run.calendar.days import keep_calendar, wrong_days
from printjob.run.comparison import compare
from printjob.run.crew import crew
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.lock import held
from printjob.run.mail.classed import unclassed
from printjob.run.mail.classing import classify, keep_classes, require_tables
from printjob.run.order import NightOrder
from printjob.run.planning import packaging_of, plan
from printjob.run.produce import produce
from printjob.run.progress import Progress
from printjob.run.receive import Received, changed_since, receive
from printjob.run.site import Site
from printjob.run.space import require_space
from printjob.run.summary import Summary
from printjob.typefaces.locate import check_fonts


def night(order: NightOrder, tell: Callable[[Fault], None]) -> Summary:
    """Prepare everything that waits for the order's date; why a delivery is refused, which campaign's days are wrong, and what cannot
    be posted as things are, is told to ``tell``.

    See :mod:`printjob.batch` for what each error becomes.
    """
    home = Home(order.home)
    home.require()
    _require_known(home, order)
    check_fonts()
    if order.dry_run:
        with tempfile.TemporaryDirectory(prefix="printjob-") as scratch, Ledger.copied(home.ledger) as ledger:
            return _run(home, ledger, order, Path(scratch), tell)
    with held(home.lock), Ledger(home.ledger) as ledger:
        close.settle(home, ledger)
        summary = _run(home, ledger, order, home.runs, tell)
        close.settle(home, ledger)
        return summary


def _require_known(home: Home, order: NightOrder) -> None:
    """``ArgumentMistake`` (``PJ-1602-E``) for a municipality that neither the site nor the inbox knows: a slip of the pen in a job
    net must not look like a night without deliveries.
    """
    code = order.municipality
    if code is not None and code not in Site(home.site).municipalities() and code not in _inboxes(home):
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--municipality", value=code))


def _inboxes(home: Home) -> set[str]:
    return {path.name for path in home.inbox.iterdir() if path.is_dir()}


def _run(home: Home, ledger: Ledger, order: NightOrder, runs: Path, tell: Callable[[Fault], None]) -> Summary:
    site, progress = Site(home.site), Progress()
    frozen = begin(home, ledger, order, fingerprint(home.site, open_index().version), runs)
    try:
        received = receive(home, ledger, site, runs / frozen.run, frozen, progress)
        if changed := changed_since(home, runs / frozen.run, frozen, received):
            give_up(ledger, runs, frozen.run, changed)
        require_tables(site, received)
        require_space(runs, sum(file.bytes for taken in received.deliveries.values() for file in taken.checked.files))
        summary = _stages(ledger, order, site, runs / frozen.run, frozen, received, progress)
    except (EnvironmentAtFault, Stopped, OSError, sqlite3.OperationalError):
        raise
    except Exception:
        ledger.forget(frozen.run)
        _set_aside(runs / frozen.run)
        raise
    for fault in (*close.refusals(frozen, received), *wrong_days(runs / frozen.run), *unclassed(runs / frozen.run)):
        tell(fault)
    return summary


def _set_aside(run: Path) -> None:
    """No job of a failed run may look printable: its folder stays for those who look into it, under a name that is no run's."""
    failed = run.with_name(f".{run.name}.failed")
    shutil.rmtree(failed, ignore_errors=True)
    run.rename(failed)


def _stages(
    ledger: Ledger, order: NightOrder, site: Site, run: Path, frozen: Frozen, received: Received, progress: Progress
) -> Summary:
    if not received.any_accepted:
        admission = gather(run, received.deliveries, received.series(), ledger.printed, ledger.codes)
        planned = plan(run, frozen, received, admission, unmailed(admission.rows))
    else:
        with crew(order.workers, order.scheduler) as client:
            admit_deliveries(client, run, received.deliveries, received.kits, progress)
            admission = gather(run, received.deliveries, received.series(), ledger.printed, ledger.codes)
            compare(run, site, admission.rows, received.deliveries, received.form_keys())
            classed = classify(run, site, admission.rows, received)
            planned = plan(run, frozen, received, admission, classed.mailing)
            keep_classes(run, classed, planned.piece_of_row)
            del classed  # 40 MB of a million pieces, which composing does not need
            if not order.dry_run:
                produce(client, run, planned.jobs, packaging_of(site, frozen, received, planned.jobs), progress)
    keep_calendar(site, run, frozen, received, admission.rows, planned.jobs)
    summary = close.summarise(frozen, received, admission, planned)
    if not order.dry_run:
        close.record(ledger, run, frozen, received, admission, planned, summary)
    return summary
