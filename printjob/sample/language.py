"""Sample files (``layouts/<form>/sample.yaml``, 見本データの作りかた): which values the fields of a form's record take, as data.

::

    sample: property-tax          the form
    file: KOTEI                   how the extract's files are called: KOTEI01.DAT
    tables:                       what rules pick from: a list, or columns and rows; a column `weight` says how often
      banks: {columns: [name, branch], rows: [[見本銀行, 本店営業部], ...]}
    draw: {asset_count: =range(1, 4)}                values that are no fields
    data: {annual_tax: =tax_fixed + tax_city}        every field of the data record
    sections:
      detail: {lines: =asset_count, draw: {...}, fields: {...}}    every field of the section; `line` counts from 1
    practice: {too_many: {asset_count: 600}}         what makes a notice faulty that only this form knows
    named: {one-asset: {title: 資産１件, expect: printed, with: {asset_count: 1, detail.use: 居宅}}}

A rule is a constant, a text with ``{...}``, or ``=`` and an expression (:mod:`printjob.sample.expression`). Rules may stand in any
order; a circle of rules is refused. A constant has the kind of its field. A named sample replaces rules by its own; ``like`` takes
another's rules and its luck.
"""

from __future__ import annotations

import hashlib
import re
from collections import namedtuple
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from printjob import declared
from printjob.declared import Node, nearest
from printjob.recordshape import RecordShape
from printjob.sample.expression import Literal, Tree, read_rule

SAMPLE_FILE = "sample.yaml"
LINES = "lines"
"""``detail.lines`` in a named sample is the number of the section's lines."""

TOO_MANY, SLIPS, STRAY = "too_many", "slips", "stray_lines"
"""Practice notices of a sample file: one of more sheets than any route takes, one with slips that may be paid, one with lines that its
variant does not print."""

_STATES = ("printed", "held", "pulled", "quarantined")
_FAULT = re.compile(r"PJ-\d{4}-[A-Z]")
_BLANK_IS_TEXT = ("text", "digits", "code", "postal")


class RuleAt(NamedTuple):
    """A rule and where it stands."""

    tree: Tree
    node: Node


Rules = dict[str, RuleAt]


class Table(NamedTuple):
    """What ``pick`` draws from: rows, and how often each as running totals (empty: all alike)."""

    rows: tuple[Any, ...]
    cumulative: tuple[int, ...]


class SampleSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section's lines: how many, and the values of each, fields and others."""

    lines: RuleAt
    rules: Rules


class Expectation(NamedTuple):
    """What must become of a named sample: ``printed``, ``held``, ``pulled`` or ``quarantined``, and by which fault."""

    state: str
    fault_id: str = ""


class NamedRules(msgspec.Struct, frozen=True, kw_only=True):
    """A named sample: its rules instead of the form's, by name (``detail.use`` in a section). ``when`` is a condition on the delivery."""

    name: str
    title: str
    expect: Expectation
    run_kind: str
    when: RuleAt | None
    like: str
    rules: Rules


class SampleForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form's sample file. ``digest`` is its sha256."""

    form: str
    file: str
    digest: str
    shape: RecordShape
    tables: dict[str, Table]
    rules: Rules
    sections: dict[str, SampleSection]
    practice: dict[str, Rules]
    named: dict[str, NamedRules]


def read_sample_form(folder: Path, shape: RecordShape) -> SampleForm:
    """The sample file of the form in ``folder``; ``DeclarationRefused`` with all its faults."""
    path = folder / SAMPLE_FILE
    top = declared.read(path, f"{folder.name}/{SAMPLE_FILE}")
    form = top.take("sample").choice({shape.id: shape.id})
    tables: dict[str, Table] = {}
    listed = top.maybe("tables")
    for name, node in listed.entries() if listed else []:
        with top.collecting():
            tables[name] = _table(name, node)
    rules = _rules(top, "draw", "data", shape.data)
    sections = {}
    for section in shape.sections:
        with top.collecting():
            node = top.take("sections").take(section.name)
            lines = RuleAt(_tree(node.take(LINES), "count"), node.take(LINES))
            sections[section.name] = SampleSection(lines=lines, rules=_rules(node, "draw", "fields", section.fields))
            node.refuse_unknown()
    kinds = _kinds(rules, sections, shape)
    practice: dict[str, Rules] = {}
    practised = top.maybe("practice")
    for name in (TOO_MANY, SLIPS, STRAY) if practised else ():
        if practised and (replacing := practised.maybe(name)):
            practice[name] = _replacing(replacing, kinds)
    if practised:
        practised.refuse_unknown()
    named: dict[str, NamedRules] = {}
    samples = top.maybe("named")
    for name, node in samples.entries() if samples else []:
        with top.collecting():
            named[name] = _named(name, node, kinds, named, shape)
    file = top.take("file").filled()
    if sections_node := top.maybe("sections"):
        sections_node.refuse_unknown()
    top.refuse_unknown()
    top.finish()
    return SampleForm(
        form=form,
        file=file,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        shape=shape,
        tables=tables,
        rules=rules,
        sections=sections,
        practice=practice,
        named=named,
    )


def _rules(node: Node, draw: str, fields: str, kinds: Mapping[str, str]) -> Rules:
    """The rules of the values and of all fields; a field without a rule is refused."""
    found: Rules = {}
    drawn = node.maybe(draw)
    for name, rule in drawn.entries() if drawn else []:
        with node.collecting():
            found[name] = RuleAt(_tree(rule, ""), rule)
    listed = node.take(fields)
    for name, rule in listed.entries():
        with node.collecting():
            if name not in kinds or name in found:
                rule.refuse(f"{name} is no field of the record{nearest(name, list(kinds))}", name)
            found[name] = RuleAt(_tree(rule, kinds[name]), rule)
    for name in kinds:
        with node.collecting():
            if name not in found:
                listed.refuse(f"the field {name} has no rule")
    return found


def _kinds(rules: Rules, sections: Mapping[str, SampleSection], shape: RecordShape) -> dict[str, str]:
    """Every name that a named sample may give a rule, with its kind; "" for a value that is no field."""
    kinds = {name: shape.data.get(name, "") for name in rules}
    for section in shape.sections:
        if section.name in sections:
            kinds[f"{section.name}.{LINES}"] = "count"
            kinds |= {f"{section.name}.{name}": section.fields.get(name, "") for name in sections[section.name].rules}
    return kinds


def _replacing(node: Node, kinds: Mapping[str, str]) -> Rules:
    found: Rules = {}
    for name, rule in node.entries():
        with node.collecting():
            if name not in kinds:
                rule.refuse(f"{name} is no value of this form{nearest(name, list(kinds))}", name)
            found[name] = RuleAt(_tree(rule, kinds[name]), rule)
    return found


def _named(name: str, node: Node, kinds: Mapping[str, str], known: Mapping[str, NamedRules], shape: RecordShape) -> NamedRules:
    like, replacing, run_kind, when = node.maybe("like"), node.maybe("with"), node.maybe("run_kind"), node.maybe("when")
    other = like.choice(known) if like else None
    found = NamedRules(
        name=name,
        title=node.take("title").filled(),
        expect=_expectation(node.take("expect")),
        run_kind=run_kind.choice({kind: kind for kind in shape.run_kinds}) if run_kind else other.run_kind if other else shape.run_kinds[0],
        when=RuleAt(_tree(when, ""), when) if when else other.when if other else None,
        like=other.like if other else name,
        rules=(other.rules if other else {}) | (_replacing(replacing, kinds) if replacing else {}),
    )
    node.refuse_unknown()
    return found


def _expectation(node: Node) -> Expectation:
    state, _, fault_id = node.text().partition(" ")
    if state not in _STATES or (fault_id and not _FAULT.fullmatch(fault_id)) or (state == "held" and not fault_id):
        node.refuse(f"expected one of {', '.join(_STATES)}, held with the fault's id")
    return Expectation(state, fault_id)


# -- constants and tables ------------------------------------------------------------------------------------------------------


def _tree(node: Node, kind: str) -> Tree:
    """The rule; a constant gets its field's kind, a value of no field is a number where it looks like one."""
    tree = read_rule(node)
    if node.text().startswith("=") or not isinstance(tree, Literal):
        return tree
    value = _constant(node, kind)
    return tree if value == tree.value else Literal(value)


def _constant(node: Node, kind: str) -> Any:
    text = node.text()
    if not text:
        return "" if kind in _BLANK_IS_TEXT else None
    if kind in ("amount", "count", "year") or (not kind and re.fullmatch(r"-?\d+", text)):
        return node.whole(least=-(10**15))
    try:
        return date.fromisoformat(text) if kind == "date" else Decimal(text) if kind == "decimal" else text
    except (ValueError, InvalidOperation):
        node.refuse(f"expected a {kind}")


def _table(name: str, node: Node) -> Table:
    if node.is_list:
        return Table(tuple(_constant(item, "") for item in node.items()), ())
    columns = [item.filled() for item in node.take("columns").items()]
    if not all(column.isidentifier() for column in columns) or len(set(columns)) != len(columns):
        node.take("columns").refuse("expected names of letters, all different")
    row_type: Any = namedtuple(name, columns)  # type: ignore[misc]  # the columns are the file's
    rows: list[Any] = []
    for item in node.take("rows").items():
        members = item.items()
        if len(members) != len(columns):
            item.refuse(f"expected {len(columns)} values: {', '.join(columns)}")
        rows.append(row_type(*[_constant(member, "") for member in members]))
    node.refuse_unknown()
    return Table(tuple(rows), tuple(accumulate(row.weight for row in rows)) if "weight" in columns else ())
