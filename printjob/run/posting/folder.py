"""The finished folder of a posting (差出の書類一式)::

    postings/<posting>/slip.pdf, slip.csv             差出票 in its copies
                       breakdown.pdf, breakdown.csv   内訳票, where several kinds count together
                       bundle-list.pdf, .csv          把束一覧, where the jobs have bundles
                       corrected-tags.pdf             把束票 and tray labels of the bundles that lost pieces
                       barcode-test.pdf               the customer barcodes as printed, where the forms have them
                       envelopes.pdf                  what each of the envelopes must bear, of those in envelopes.yaml
                       registered/<option>.pdf, .csv  書留・特定記録 lists. PERSONAL DATA, here alone
                       registered/labels-<option>.pdf 貼付ラベル, a number and its symbol for each envelope
                       manifest.json                  what it was made for, and the hashes of all files
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from printjob.durable import rename_folder, write_json, write_whole
from printjob.errors import BugFound, EnvironmentAtFault, Fault
from printjob.layout.papers import draw_papers
from printjob.mailroom.jobfiles import FileFact, file_fact
from printjob.mailroom.papers.barcodetest import barcode_test
from printjob.mailroom.papers.breakdown import breakdown, breakdown_csv
from printjob.mailroom.papers.bundlelist import bundle_list, bundle_list_csv
from printjob.mailroom.papers.envelopemark import EnvelopeFace, envelope_mark
from printjob.mailroom.papers.registered import RegisteredLine, registered_csv, registered_labels, registered_list
from printjob.mailroom.papers.slip import Slip, slip, slip_csv, slip_of
from printjob.mailroom.papers.tags import corrected_tags
from printjob.mailroom.papers.values import BundleCount, Head, JobBundles, job_bundles
from printjob.model.filled import Filled
from printjob.model.form import customer_dots
from printjob.model.mail import OPTIONS, MailClass
from printjob.model.runfolder import read_form
from printjob.run.home import Home
from printjob.run.posting.barcodetest import barcode_test_of
from printjob.run.posting.book import NOT_POSTED, PostingEntry
from printjob.run.posting.price import Change, JobMade, Priced
from printjob.run.site import Site
from printjob.whereabouts import data_folder


class PostingManifest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest.json`` of a posting. ``contents`` is the ledger's hash of what goes."""

    schema: str = "printjob-posting/1"
    posting: str
    municipality: str
    day: str
    office: str
    payment: str
    pieces: int
    cost_yen: int
    contents: str
    jobs: dict[str, int]
    by_product: dict[str, int]
    changes: tuple[Change, ...]
    files: dict[str, FileFact]


def posting_files(site: Site, head: Head, priced: Priced, lists: Mapping[str, Sequence[RegisteredLine]]) -> dict[str, bytes]:
    """All papers of a posting by name; ``lists`` are the registered pieces by option service."""
    return {**_of_posting(site, head, priced), **dict(_registered(head, priced, lists))}


def publish(home: Home, entry: PostingEntry, head: Head, priced: Priced, files: Mapping[str, bytes]) -> Path:
    """Write the folder whole, in place of one that was made before."""
    target = home.postings / entry.posting
    home.postings.mkdir(mode=0o700, exist_ok=True)
    remove_leftovers(home, entry.posting)
    making, before = (home.postings / f".{entry.posting}.{name}" for name in ("making", "before"))
    making.mkdir(mode=0o700)
    for name, content in files.items():
        (making / name).parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(making / name, content)
    manifest = _manifest(entry, head, priced, {name: file_fact(making / name) for name in sorted(files)})
    write_json(making / "manifest.json", manifest)
    if target.exists():
        target.rename(before)
    rename_folder(making, target)
    shutil.rmtree(before, ignore_errors=True)
    return target


def remove_leftovers(home: Home, posting: str) -> None:
    """Remove what one who was stopped left of a posting under another name: personal data that nobody looks after."""
    for leftover in home.postings.glob(f".{posting}.*"):
        shutil.rmtree(leftover)


def read_manifest(home: Home, posting: str) -> PostingManifest | None:
    """What a posting's folder says of itself; ``None`` where it is absent or its files are not what it says."""
    folder = home.postings / posting
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=PostingManifest)
        whole = all(file_fact(folder / name) == fact for name, fact in manifest.files.items())
    except (OSError, msgspec.MsgspecError):
        return None
    return manifest if whole else None


def _manifest(entry: PostingEntry, head: Head, priced: Priced, files: Mapping[str, FileFact]) -> PostingManifest:
    return PostingManifest(
        posting=entry.posting, municipality=entry.municipality, day=entry.day, office=entry.office, payment=head.payment, pieces=entry.pieces,
        cost_yen=entry.cost_yen, contents=entry.contents, jobs={job.plan.job: sum(len(part.pieces) for part in job.parts) for job in priced.jobs},
        by_product=priced.repriced.report.by_product, changes=priced.changes, files=dict(files),
    )  # fmt: skip


def _drawn(papers: Sequence[Filled]) -> bytes:
    return draw_papers(data_folder("layouts"), papers)


def _of_posting(site: Site, head: Head, priced: Priced) -> dict[str, bytes]:
    made, bundles = slip_of(priced.repriced.report, head, priced.tables), [one for job in priced.jobs for one in _bundles(head, priced, job)]
    _require_agreement(made, bundles, priced)
    files = {"slip.pdf": _drawn(slip(made, priced.tables.posting.slips.copies)), "slip.csv": slip_csv(made)}
    if papers := breakdown(made):
        files |= {"breakdown.pdf": _drawn(papers), "breakdown.csv": breakdown_csv(made)}
    if papers := bundle_list(head, bundles):
        files |= {"bundle-list.pdf": _drawn(papers), "bundle-list.csv": bundle_list_csv(head, bundles)}
    if papers := corrected_tags([job_bundles(job.plan, head.sender.name) for job in priced.jobs], bundles):
        files["corrected-tags.pdf"] = _drawn(papers)
    if papers := list(_barcode_tests(site, head, priced)):
        files["barcode-test.pdf"] = _drawn(papers)
    if papers := list(_envelopes(site, head, priced)):
        files["envelopes.pdf"] = _drawn(papers)
    return files


def _require_agreement(made: Slip, bundles: Sequence[JobBundles], priced: Priced) -> None:
    """Slip, bundles and book speak of the same pieces and the same money. ``BugFound`` (``PJ-1702-E``): such papers must not leave the house."""
    tied = sum(len(part.pieces) for job in priced.jobs if job.plan.bundles for part in job.parts)
    rules = (
        ("pieces on the slip", made.pieces, priced.pieces), ("yen on the slip", made.total_yen, priced.postage_yen),
        ("pieces in bundles", sum(one.pieces for one in bundles), tied),
    )  # fmt: skip
    faults = [Fault(id="PJ-1702-E", field=what, value=f"{found}", detail=f"{wanted} are expected") for what, found, wanted in rules if found != wanted]
    if faults:
        raise BugFound(*faults)


def _bundles(head: Head, priced: Priced, job: JobMade) -> Iterator[JobBundles]:
    """The job's bundles as they go, those of each class apart. A bundle whose pieces are in several classes keeps the planned one."""
    found = job_bundles(job.plan, head.sender.name, job.out)
    by_mail: dict[MailClass, list[BundleCount]] = {}
    for one in found.bundles:
        inside = priced.class_of[job.plan.job][one.bundle.start : one.bundle.stop]
        products = sorted(set(inside.tolist()) - {NOT_POSTED})
        mail = _mail(priced, products[0], head.office) if len(products) == 1 else msgspec.structs.replace(found.mail, office=head.office)
        by_mail.setdefault(mail, []).append(one)
    return (msgspec.structs.replace(found, mail=mail, bundles=tuple(own)) for mail, own in by_mail.items())


def _mail(priced: Priced, which: int, office: str) -> MailClass:
    """A class of the posting as bundles name it."""
    return next(one.at(office) for one in priced.tables.catalogue.products if (one.product, one.title) == priced.classes[which])


def _barcode_tests(site: Site, head: Head, priced: Priced) -> Iterator[Filled]:
    """One for each machine, resolution and size of bars."""
    wanted: dict[tuple[str, int, int], None] = {}
    for job in priced.jobs:
        form = read_form(job.run, job.plan.form)
        for dots in sorted(customer_dots(form)):
            wanted[site.profile(job.plan.profile).title, form.device_dpi, dots] = None
    return (barcode_test(head, barcode_test_of(*one)) for one in wanted)


def _envelopes(site: Site, head: Head, priced: Priced) -> Iterator[Filled]:
    """One for each envelope and indicia, of the envelopes that ``envelopes.yaml`` describes: of others it is not known how they lie."""
    known = site.envelopes()
    wanted = {(site.profile(job.plan.profile).envelope, part.indicia) for job in priced.jobs for part in job.parts}
    for name, indicia in sorted(wanted):
        if name in known:
            one = known[name]
            window = (one.window.left, one.window.top, one.window.right - one.window.left, one.window.bottom - one.window.top)
            face = EnvelopeFace(envelope=name, width_mm=one.size[0], height_mm=one.size[1], window=window)
            yield envelope_mark(face, head.sender, head.office, head.payment, indicia)


def _registered(head: Head, priced: Priced, lists: Mapping[str, Sequence[RegisteredLine]]) -> Iterator[tuple[str, bytes]]:
    titles, symbol = dict(priced.classes), priced.tables.posting.inquiry_symbol
    for option in (one for one in OPTIONS[1:] if one in lists):
        if symbol is None:
            raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="postage/posting.yaml", field="inquiry_symbol"))
        yield f"registered/{option}.pdf", _drawn(registered_list(head, option, titles[option], lists[option], symbol))
        yield f"registered/labels-{option}.pdf", _drawn(registered_labels(head, option, titles[option], lists[option], symbol))
        yield f"registered/{option}.csv", registered_csv(lists[option])
