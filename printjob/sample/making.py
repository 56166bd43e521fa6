"""Everything that the notices of one sample delivery are drawn from, made ready: the form's rules, the municipality, people and towns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from printjob.dated import on_day
from printjob.errors import ArgumentMistake, Fault
from printjob.extract.format import Field, Format
from printjob.extract.writer import LineWriter
from printjob.intake.municipality import Municipality
from printjob.postal.index import PostalIndex, open_index
from printjob.sample.addresses import Address, read_addresses, split_address
from printjob.sample.drawing import Plan, SampleNotice, World
from printjob.sample.functions import Function
from printjob.sample.language import RuleAt, Rules, SampleForm
from printjob.sample.luck import Luck
from printjob.sample.people import Someone, read_people
from printjob.whereabouts import data_folder


class AddressRow(NamedTuple):
    """A recipient given from outside: 7-digit postal code, whole address, name."""

    postal_code: str
    address: str
    name: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery is made for. ``gaiji`` maps a private-use character to the cluster it means to this municipality; ``issued_on`` (発付日)
    says which editions of dated settings count.
    """

    form: SampleForm
    municipality: Municipality
    fmt: Format
    gaiji: Mapping[str, str]
    business_date: date
    issued_on: date
    run_kind: str

    @property
    def fiscal_year(self) -> int:
        """The fiscal year (from April) of the business date."""
        return self.business_date.year - (self.business_date.month < 4)

    def digest(self, *more: object) -> str:
        """Names this order and ``more``: other arguments, another digest."""
        parts = [
            *(self.form.form, self.form.digest, self.municipality.code, self.municipality.digest, self.fmt.id, self.fmt.digest),
            repr(sorted(self.gaiji.items())),
            *map(repr, (self.business_date, self.issued_on, self.run_kind, *more)),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Making:
    """Draws the notices of one delivery. ``digest`` decides all lots and where the notice numbers begin."""

    def __init__(self, order: Order, digest: str, index: PostalIndex | None = None) -> None:
        self.order = order
        self.writer = LineWriter(order.fmt, order.gaiji)
        self.first_number = _first_number(digest)
        self._data = itemgetter(*order.fmt.data.names)
        self._sections = [(kind.role, itemgetter(*kind.names)) for kind in order.fmt.sections]
        people = read_people(data_folder("examples") / "people.yaml", self.carries)
        addresses = read_addresses(index or open_index(), order.municipality.sample_places, self.carries)
        self._luck = Luck(digest, people, addresses)
        self._world = World(constants=self._constants(), draws={**self._luck.functions(), "carries": Function(self.carries, 1, 1)})
        self._plan = self.plan({})

    def carries(self, text: str) -> bool:
        """Whether the format can carry this text in a field that is wide enough."""
        return self.writer.can_write(Field(name="name", label="", kind="text", width=10_000), text)

    def draw(self, at: int, given: Mapping[str, Any] | None = None) -> SampleNotice:
        """The delivery's notice ``at``, from 1."""
        return self._plan.draw(self.first_number + at, given)

    def draw_by(self, rules: Rules, number: int, seed: str = "") -> SampleNotice:
        """A notice of its own kind: ``rules`` instead of the form's, with luck of its own where there is a ``seed``."""
        if seed:
            self._luck.seed(seed)
        return self.plan(rules).draw(number)

    def plan(self, rules: Rules) -> Plan:
        """How notices are drawn with ``rules`` instead of the form's."""
        return Plan(self.order.form, self._world, rules)

    def holds(self, condition: RuleAt) -> bool:
        """Whether a condition on the delivery is true; it asks for nothing of a notice."""
        return bool(self._plan.constant(condition))

    def given(self, row: AddressRow, line: int) -> dict[str, Any]:
        """A row's recipient instead of a drawn one; refused when the format cannot carry it as it is."""
        return {
            "owner": Someone(name=row.name, kana="ミホン"),
            "home": self._address(row, line),
        }

    def write(self, notice: SampleNotice) -> bytes:
        """The notice's lines."""
        sections = [map(values, notice.sections[role]) for role, values in self._sections]
        return self.writer.notice(self._data(notice.data), *sections)

    def _constants(self) -> dict[str, Any]:
        order = self.order
        settings = on_day(order.municipality.settings, order.issued_on)
        return {
            **{f"municipality.{name}": {"yes": True, "no": False}.get(text, text) for name, text in settings.items()},
            **order.form.tables,
            "fiscal_year": order.fiscal_year,
            "run_kind": order.run_kind,
            "business_date": order.business_date,
            "issued_on": order.issued_on,
        }

    def _address(self, row: AddressRow, line: int) -> Address:
        """A row's address on one line, or on two."""
        fields = {field.name: field for field in self.order.fmt.data.fields}
        first_line, *_ = self.order.form.shape.roles.address

        def fits(name: str) -> Callable[[str], bool]:
            return lambda text: self.writer.can_write(fields[name], text)

        try:
            first, second = split_address(row.address, fits(first_line))
        except ArgumentMistake as mistake:
            raise ArgumentMistake(msgspec.structs.replace(mistake.faults[0], file="--addresses", line=line)) from None
        carried = {self.order.form.shape.roles.postal: row.postal_code, "name": row.name}
        wrong = [name for name, text in carried.items() if not text or not fits(name)(text)]
        if wrong:
            detail = "the format cannot carry this value"
            raise ArgumentMistake(Fault(id="PJ-1601-E", file="--addresses", line=line, field=wrong[0], detail=detail))
        return Address(postal_code=row.postal_code, line_1=first, line_2=second, whole=True)


def _first_number(digest: str) -> int:
    """Where the notice numbers of a delivery begin, so that deliveries seldom share numbers."""
    return 1_000_000_000 + int(digest[:12], 16) % 8_900 * 1_000_000

