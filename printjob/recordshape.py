"""What a form needs from a record (レコード定義): names and kinds, sections, roles, sums and payment codes.

``layouts/<form>/record.yaml`` is declared once, with the form. A format (:mod:`printjob.extract.format`) must carry every name with
the same kind; a layout may print these names and no others; admission holds a record to the sums and to its payment codes. Sums are
declared by run kind (処理区分): a 変更通知 adds up differently from a 当初. So are the bounds of numbers (a 当初 bills no negative
amount).

A record is one data line and, behind it, the lines of its sections in the declared order (課税明細, 世帯員, 納付書 ...). Every line
of a section bears the notice's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.errors import BugFound, Fault

KINDS = ("text", "digits", "code", "postal", "amount", "count", "year", "date", "decimal")
"""Names of the kinds of fields; what they mean stands in :mod:`printjob.extract.kinds`."""

NOTICE_ROLE = "notice"

ROLE_KINDS = {
    "notice": "digits",
    "addressee": "digits",
    "postal": "postal",
    "amount": "amount",
    "pull": "code",
    "protected": "code",
    "run_kind": "code",
    "fiscal_year": "year",
}
"""The roles of single data fields and the kinds they need; ``address`` is the one role of several fields."""


class Sum(msgspec.Struct, frozen=True):
    """``total`` equals the sum of ``of``, all amounts of the data record."""

    total: str
    of: tuple[str, ...]


class RowSum(msgspec.Struct, frozen=True, kw_only=True):
    """``total``, an amount of the data record, equals the sum of ``field`` over the lines of ``section`` whose code fields have the
    values in ``where``. It is not asked of a record without lines in that section.
    """

    total: str
    section: str
    field: str
    where: dict[str, str]


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """``field``, a number of the data record or of each line of ``section`` (empty: the data record), is within ``least`` .. ``most``;
    ``None``: no limit on this side. A blank is not asked.
    """

    section: str
    field: str
    least: int | None
    most: int | None


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """Which data fields mean what to the pipeline. ``notice`` stands in every section's lines too."""

    notice: str
    addressee: str
    postal: str
    address: tuple[str, ...]
    amount: str
    pull: str
    protected: str
    run_kind: str
    fiscal_year: str


class SectionShape(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of lines behind the data line: its fields' kinds by name, and the data field (``count``) that tells their number."""

    name: str
    count: str
    fields: dict[str, str]


class PaymentCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Where a slip (納付書) keeps its payment codes, and what they must agree with; names of fields of ``section``, empty: none.

    ``kind`` is the code field that says how the slip may be paid; ``live`` lists its codes with which a slip carries payment codes
    at all and ``store`` those with which it carries a GS1-128. ``limit`` is the 取扱期限 (limit for stores), ``due`` the 納期限.
    ``ocr`` are the upper and the lower OCR line, ``ocr_rule`` is ``mt`` or ``opaque``. ``numbers`` are pairs of an eL number field
    and the field of the payload it must equal. ``agrees`` are pairs of a field of the payload (期別, 賦課年度, 課税年度) and the field that says
    the same of the slip, ``data.NAME`` one of the data record.
    """

    section: str
    kind: str
    live: tuple[str, ...]
    store: tuple[str, ...]
    amount: str
    due: str
    limit: str
    gs1: str = ""
    elqr: str = ""
    ocr: tuple[str, ...] = ()
    ocr_rule: str = "opaque"
    numbers: tuple[tuple[str, str], ...] = ()
    agrees: tuple[tuple[str, str], ...] = ()


class RecordShape(msgspec.Struct, frozen=True, kw_only=True):
    """A form's record."""

    id: str
    data: dict[str, str]
    sections: tuple[SectionShape, ...]
    roles: Roles
    sums: dict[str, tuple[Sum, ...]]
    row_sums: dict[str, tuple[RowSum, ...]]
    payment: PaymentCodes | None
    bounds: dict[str, tuple[Bound, ...]] = {}

    @property
    def run_kinds(self) -> tuple[str, ...]:
        """The run kinds the form is made for."""
        return tuple(self.sums)

    def section(self, name: str) -> SectionShape | None:
        """The section of this name."""
        return next((one for one in self.sections if one.name == name), None)


def read_shape(path: Path) -> RecordShape:
    """The record declared at ``path``; ``DeclarationRefused`` with all its faults."""
    top = declared.read(path, f"{path.parent.name}/{path.name}")
    name = top.take("record").filled()
    data = _kinds(top, top.take("data"))
    sections = _sections(top, data)
    roles = _roles(top, data)
    sums: dict[str, tuple[Sum, ...]] = {}
    row_sums: dict[str, tuple[RowSum, ...]] = {}
    for run_kind, node in top.take("sums").entries():
        with top.collecting():
            sums[run_kind] = tuple(_sum(one, data) for one in node.items() if one.maybe("rows") is None)
            row_sums[run_kind] = tuple(_row_sum(one, data, sections) for one in node.items() if one.maybe("rows"))
    bounds: dict[str, tuple[Bound, ...]] = {}
    listed = top.maybe("bounds")
    for run_kind, node in listed.entries() if listed else []:
        with top.collecting():
            if run_kind not in sums:
                node.refuse("this run kind has no sums", run_kind)
            bounds[run_kind] = tuple(_bound(one, data, sections) for one in node.items())
    payment = None
    with top.collecting():
        node_or_none = top.maybe("payment")
        payment = _payment(node_or_none, data, sections) if node_or_none else None
    top.refuse_unknown()
    top.finish()
    if roles is None:
        raise BugFound(Fault(id="PJ-1701-E", file=top.file, detail="a missing role was not refused"))
    return RecordShape(
        id=name, data=data, sections=sections, roles=roles, sums=sums, row_sums=row_sums, payment=payment, bounds=bounds
    )


def _sections(top: Node, data: Mapping[str, str]) -> tuple[SectionShape, ...]:
    found: list[SectionShape] = []
    listed = top.maybe("sections")
    for name, node in listed.entries() if listed else []:
        with top.collecting():
            count = _known(node.take("count"), data, "count")
            found.append(SectionShape(name=name, count=count, fields=_kinds(top, node.take("fields"))))
            node.refuse_unknown()
    return tuple(found)


def _roles(top: Node, data: Mapping[str, str]) -> Roles | None:
    node, found = top.take("roles"), dict[str, str]()
    for role, kind in ROLE_KINDS.items():
        with top.collecting():
            found[role] = _known(node.take(role), data, kind)
    address: tuple[str, ...] = ()
    with top.collecting():
        address = tuple(_known(item, data, "text") for item in node.take("address").items())
    node.refuse_unknown()
    return Roles(address=address, **found) if len(found) == len(ROLE_KINDS) else None


def _kinds(top: Node, node: Node) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for name, kind in node.entries():
        with top.collecting():
            kinds[name] = kind.choice({known: known for known in KINDS})
    return kinds


def _known(node: Node, fields: Mapping[str, str], kind: str) -> str:
    name = node.filled()
    if fields.get(name) != kind:
        alike = [field for field, found in fields.items() if found == kind]
        node.refuse(f"expected a field of kind {kind}{declared.nearest(name, alike)}")
    return name


def _sum(node: Node, data: Mapping[str, str]) -> Sum:
    total = _known(node.take("total"), data, "amount")
    parts = tuple(_known(item, data, "amount") for item in node.take("of").items())
    node.refuse_unknown()
    return Sum(total, parts)


def _bound(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> Bound:
    rows, field = node.maybe("rows"), node.take("field")
    section = _section_named(rows, sections) if rows else None
    kinds = section.fields if section else data
    numbers = [name for name, kind in kinds.items() if kind in ("amount", "count", "year")]
    if field.filled() not in numbers:
        field.refuse(f"expected an amount, a count or a year{declared.nearest(field.text(), numbers)}")
    least, most = node.maybe("least"), node.maybe("most")
    if least is None and most is None:
        node.refuse("expected least, most or both", field.text())
    node.refuse_unknown()
    return Bound(
        section=section.name if section else "",
        field=field.text(),
        least=least.whole(least=-(10**15)) if least else None,
        most=most.whole(least=-(10**15)) if most else None,
    )


def _section_named(node: Node, sections: tuple[SectionShape, ...]) -> SectionShape:
    return node.choice({one.name: one for one in sections})


def _row_sum(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> RowSum:
    section = _section_named(node.take("rows"), sections)
    where = node.maybe("where")
    found = RowSum(
        total=_known(node.take("total"), data, "amount"),
        section=section.name,
        field=_known(node.take("field"), section.fields, "amount"),
        where=_where(where, section) if where else {},
    )
    node.refuse_unknown()
    return found


def _where(node: Node, section: SectionShape) -> dict[str, str]:
    for name, code in node.entries():
        if section.fields.get(name) != "code":
            code.refuse("expected a code field of the section", name)
    return {name: code.filled() for name, code in node.entries()}


OF_DATA = "data."
"""before the name of a field of the data record, where names are a section's"""
_SAID = ("code", "digits", "count", "year")
"""kinds of fields that may say the same as a part of a payload"""


def _payment(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> PaymentCodes:
    section = _section_named(node.take("section"), sections)

    def optional(key: str) -> str:
        found = node.maybe(key)
        return _known(found, section.fields, "digits") if found else ""

    ocr, rule, numbers, agrees = node.maybe("ocr"), node.maybe("ocr_rule"), node.maybe("numbers"), node.maybe("agrees")
    fields = {**section.fields, **{f"{OF_DATA}{name}": kind for name, kind in data.items()}}
    found = PaymentCodes(
        section=section.name,
        kind=_known(node.take("kind"), section.fields, "code"),
        live=node.take("live").texts(),
        store=node.take("store").texts(),
        amount=_known(node.take("amount"), section.fields, "amount"),
        due=_known(node.take("due"), section.fields, "date"),
        limit=_known(node.take("limit"), section.fields, "date"),
        gs1=optional("gs1"),
        elqr=optional("elqr"),
        ocr=tuple(_known(item, section.fields, "text") for item in ocr.items()) if ocr else (),
        ocr_rule=rule.choice({"mt": "mt", "opaque": "opaque"}) if rule else "opaque",
        numbers=tuple((name, _known(field, section.fields, "digits")) for name, field in numbers.entries()) if numbers else (),
        agrees=tuple((name, _agreeing(field, fields)) for name, field in agrees.entries()) if agrees else (),
    )
    node.refuse_unknown()
    return found


def _agreeing(node: Node, fields: Mapping[str, str]) -> str:
    able = [name for name, kind in fields.items() if kind in _SAID]
    if node.filled() not in able:
        node.refuse(f"expected a code, a count, digits or a year{declared.nearest(node.text(), able)}")
    return node.text()
