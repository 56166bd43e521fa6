"""Receiving (受入): each frozen delivery is checked, and the campaigns of those that pass are made ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from printjob.admit.part import Kit
from printjob.durable import write_whole
from printjob.extract.format import Format, read_format
from printjob.extract.shape import check_format
from printjob.intake.check import Registered, check_delivery
from printjob.intake.inbox import folder_name
from printjob.model.campaign import series_of
from printjob.recordshape import RecordShape
from printjob.run.admission import Taken
from printjob.run.begin import Frozen, manifest_hash
from printjob.run.billers import require_billers
from printjob.run.campaigns import Campaign, campaign_key, kit_for, make_campaign
from printjob.run.forms import forms
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.progress import Progress
from printjob.run.site import Site, readable


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """The run's deliveries in their frozen order, their campaigns, and which campaign each belongs to (-1: refused)."""

    deliveries: dict[int, Taken]
    campaigns: tuple[Campaign, ...]
    campaign_of: tuple[int, ...]
    kits: dict[int, Kit]

    def series(self) -> list[str]:
        """Of each delivery what its notice numbers are unique in, empty for a refused one."""
        return [series_of(self.campaigns[which].plan.key) if which >= 0 else "" for which in self.campaign_of]

    def form_keys(self) -> dict[int, str]:
        """The compiled form of each delivery that passed its checks."""
        return {seq: kit.form for seq, kit in self.kits.items()}

    @property
    def any_accepted(self) -> bool:
        """Whether there is anything to admit."""
        return any(taken.accepted for taken in self.deliveries.values())


def receive(home: Home, ledger: Ledger, site: Site, run: Path, frozen: Frozen, progress: Progress) -> Received:
    """Check every delivery; compile the form of each campaign. ``EnvironmentAtFault`` when settings cannot be read."""
    known, seen = registered(site), set[str]()
    deliveries: dict[int, Taken] = {}

    def taken_before(digest: str) -> bool:
        return digest in seen or ledger.taken(digest) is not None

    progress.stage("check deliveries", len(frozen.deliveries), "deliveries")
    for seq, one in enumerate(frozen.deliveries):
        folder = home.inbox / one.municipality / folder_name(one.folder)
        checked = check_delivery(folder, known, taken=taken_before)
        deliveries[seq] = Taken(checked=checked, faults=list(checked.faults))
        if not checked.faults:
            seen.add(checked.digest)
        progress.advance(1)
    progress.end()
    return with_campaigns(site, run, deliveries)


def changed_since(home: Home, run: Path, frozen: Frozen, received: Received) -> list[str]:
    """The folders of deliveries that are no longer what the run began with; what it began with is kept in ``received.json``.

    Jobs of a stopped run that have their names are not made again: with other data under the same manifest a notice of theirs
    could be printed though its delivery is now refused, or be left out though the ledger says that it is in them.
    """
    now = [
        (taken.checked.digest, [fault.id for fault in taken.checked.faults]) for taken in received.deliveries.values()
    ]
    noted = run / "received.json"
    if not noted.exists():
        write_whole(noted, msgspec.json.encode(now))
    before = msgspec.json.decode(noted.read_bytes(), type=list[tuple[str, list[str]]])
    return [
        one.folder
        for one, first, last in zip(frozen.deliveries, before, now, strict=True)
        if first != last
        or manifest_hash(home.inbox / one.municipality / folder_name(one.folder)) != one.manifest_sha256
    ]


def with_campaigns(site: Site, run: Path, deliveries: dict[int, Taken], *, proof: bool = False) -> Received:
    """The checked deliveries with the campaigns of those that are accepted; ``proof`` as for :func:`make_campaign`."""
    campaigns: dict[str, Campaign] = {}
    campaign_of, kits = [], {}
    for seq, taken in deliveries.items():
        manifest = taken.checked.manifest
        if not taken.accepted or manifest is None:
            campaign_of.append(-1)
            continue
        key = campaign_key(manifest)
        if key not in campaigns:
            campaigns[key] = make_campaign(site, run, manifest, proof=proof)
        kits[seq] = kit_for(site, campaigns[key], manifest)
        campaign_of.append(list(campaigns).index(key))
    return Received(
        deliveries=deliveries, campaigns=tuple(campaigns.values()), campaign_of=tuple(campaign_of), kits=kits
    )


def registered(site: Site) -> Registered:
    """What the site knows, so that a delivery can be checked. ``EnvironmentAtFault`` where a municipality's settings lack what the forms
    of its formats ask for.
    """
    shapes = forms(site)
    declared = [_format(site, name, shapes) for name in site.formats()]
    formats = {fmt.id: (fmt.record, fmt.framing) for fmt in declared}
    known = [site.municipality(code) for code in site.municipalities()]
    shape_of = {fmt.id: shapes[fmt.record] for fmt in declared if fmt.record in shapes}
    for one in known:
        require_billers(one, [shape_of[name] for name in one.formats if name in shape_of])
    return Registered(
        municipalities={one.code: one.run_kinds for one in known}, forms={name: shape.run_kinds for name, shape in shapes.items()}, formats=formats
    )


def _format(site: Site, name: str, shapes: Mapping[str, RecordShape]) -> Format:
    """A declared format that carries all that its form needs."""

    def read() -> Format:
        fmt = read_format(site.format_file(name))
        for shape in shapes.values():
            if shape.id == fmt.record:
                check_format(fmt, shape)
        return fmt

    return readable(read)
