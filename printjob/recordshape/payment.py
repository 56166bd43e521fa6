"""A slip's payment codes (収納コード) as ``record.yaml`` declares them: which field is which, and what must agree."""

from __future__ import annotations

from collections.abc import Mapping

from printjob import declared
from printjob.declared import Node
from printjob.recordshape.named import known_field, section_named
from printjob.recordshape.shape import PaymentCodes, SectionShape

OF_DATA = "data."
"""before the name of a field of the data record, where names are a section's"""
_SAID = ("code", "digits", "count", "year")
"""kinds of fields that may say the same as a part of a payload"""


def read_payment(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> PaymentCodes:
    """What ``payment`` declares; ``DeclarationRefused`` at the first fault."""
    section = section_named(node.take("section"), sections)

    def optional(key: str) -> str:
        found = node.maybe(key)
        return known_field(found, section.fields, "digits") if found else ""

    ocr, rule, numbers, agrees = node.maybe("ocr"), node.maybe("ocr_rule"), node.maybe("numbers"), node.maybe("agrees")
    fields = {**section.fields, **{f"{OF_DATA}{name}": kind for name, kind in data.items()}}
    found = PaymentCodes(
        section=section.name,
        kind=known_field(node.take("kind"), section.fields, "code"),
        live=node.take("live").texts(),
        store=node.take("store").texts(),
        amount=known_field(node.take("amount"), section.fields, "amount"),
        due=known_field(node.take("due"), section.fields, "date"),
        limit=known_field(node.take("limit"), section.fields, "date"),
        gs1=optional("gs1"),
        elqr=optional("elqr"),
        ocr=tuple(known_field(item, section.fields, "text") for item in ocr.items()) if ocr else (),
        ocr_rule=rule.choice({"mt": "mt", "opaque": "opaque"}) if rule else "opaque",
        numbers=tuple((name, known_field(field, section.fields, "digits")) for name, field in numbers.entries()) if numbers else (),
        agrees=tuple((name, _agreeing(field, fields)) for name, field in agrees.entries()) if agrees else (),
    )
    node.refuse_unknown()
    return found


def _agreeing(node: Node, fields: Mapping[str, str]) -> str:
    able = [name for name, kind in fields.items() if kind in _SAID]
    if node.filled() not in able:
        node.refuse(f"expected a code, a count, digits or a year{declared.nearest(node.text(), able)}")
    return node.text()
