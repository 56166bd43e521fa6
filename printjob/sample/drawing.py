"""Sample notices drawn by a form's rules (見本データ): a plan once for each delivery, then notice after notice.

Every rule is worked out after those it asks for, whatever their order in the file; what is known for the whole delivery is worked out
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from printjob.model.record import Value
from printjob.sample.compiling import OUTER, Known, Rule, Scope, Values, compiled
from printjob.sample.expression import Misread
from printjob.sample.functions import Function
from printjob.sample.language import LINES, RuleAt, Rules, SampleForm

NUMBER, LINE = "number", "line"
"""Names that every notice and every line have: the notice's number, the line's from 1."""


class SampleNotice(msgspec.Struct):
    """A notice before it is written: values by name, and the lines of each section. Faults are put into it (sample ``faults``).

    Among the values are those that are no fields.
    """

    data: dict[str, Value]
    sections: dict[str, list[dict[str, Value]]]


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for every notice of a delivery: constants by name and the lots."""

    constants: Mapping[str, Any]
    draws: Mapping[str, Function]


class _Steps(msgspec.Struct, frozen=True):
    """Values that are known, and rules in the order they can be worked out."""

    known: Values
    rules: tuple[tuple[str, Rule], ...]
    places: Rules

    def work_out(self, values: Values, given: Mapping[str, Any]) -> None:
        """Add all values to ``values``, but those that are given."""
        name = ""
        try:
            for name, rule in [one for one in self.rules if one[0] not in given] if given else self.rules:
                values[name] = rule(values)
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as wrong:
            self.places[name].node.refuse(f"{name} cannot be worked out: {wrong}")


class Plan:
    """How the notices of a delivery are drawn; ``replacing`` are rules instead of the form's.

    Raises ``DeclarationRefused`` with file:line:column for a rule that asks for an unknown name or, in a circle, for itself.
    """

    def __init__(self, form: SampleForm, world: World, replacing: Rules | None = None) -> None:
        rules = {name: (replacing or {}).get(name, rule) for name, rule in form.rules.items()}
        names = frozenset([*rules, *form.sections, NUMBER])
        scopes = {
            name: _scope(world, names, frozenset([*section.rules, LINE]), {}) for name, section in form.sections.items()
        }
        found = {name: _compiled(rule, _scope(world, names, frozenset(), scopes)) for name, rule in rules.items()}
        for name, section in form.sections.items():
            inner = {line: (replacing or {}).get(f"{name}.{line}", rule) for line, rule in section.rules.items()}
            lines = (replacing or {}).get(f"{name}.{LINES}", section.lines)
            found[name] = _section(inner, lines, world, names, scopes)
        self._world, self._sections = world, tuple(form.sections)
        self._steps = _ordered(found, rules | {name: section.lines for name, section in form.sections.items()})

    def draw(self, number: int, given: Mapping[str, Any] | None = None) -> SampleNotice:
        """The notice of this number; ``given`` are values that are not drawn."""
        values = {**self._steps.known, NUMBER: number, **(given or {})}
        self._steps.work_out(values, given or {})
        sections = {name: values[name] for name in self._sections}
        for lines in sections.values():
            for line in lines:
                del line[OUTER]  # a circle of references would wait for the garbage collector
        return SampleNotice(values, sections)

    def constant(self, at: RuleAt) -> Any:
        """The value of a rule that asks for nothing of a notice."""
        rule = _compiled(at, _scope(self._world, frozenset(), frozenset(), {})).rule
        return rule.value if isinstance(rule, Known) else rule({})


class _Found(msgspec.Struct, frozen=True):
    """A rule compiled: what it is, and the names it asks for."""

    rule: Known | Rule
    used: frozenset[str]
    used_here: frozenset[str]


def _scope(world: World, names: frozenset[str], line_names: frozenset[str], sections: Mapping[str, Scope]) -> Scope:
    return Scope(
        constants=world.constants, draws=world.draws, names=names, line_names=line_names, sections=sections, used=set(), used_here=set()
    )


def _compiled(at: RuleAt, scope: Scope) -> _Found:
    try:
        rule = compiled(at.tree, scope)
    except Misread as wrong:
        at.node.refuse(str(wrong))
    return _Found(rule, frozenset(scope.used), frozenset(scope.used_here))


def _section(rules: Rules, lines: RuleAt, world: World, names: frozenset[str], scopes: Mapping[str, Scope]) -> _Found:
    """A section as one rule of the notice: the list of its lines."""
    line_names = frozenset([*rules, LINE])
    inner = {name: _compiled(rule, _scope(world, names, line_names, {})) for name, rule in rules.items()}
    ordered = _ordered(
        {name: msgspec.structs.replace(found, used=found.used_here) for name, found in inner.items()}, rules
    )
    count = _compiled(lines, _scope(world, names, frozenset(), scopes))
    used = count.used.union(*(found.used for found in inner.values()))
    return _Found(_lines(ordered, count.rule), used, frozenset())


def _lines(ordered: _Steps, count: Known | Rule) -> Rule:
    def draw(values: Values) -> list[Values]:
        lines = []
        for line in range(1, (count.value if isinstance(count, Known) else count(values)) + 1):
            of_line = {**ordered.known, LINE: line, OUTER: values}
            ordered.work_out(of_line, {})
            lines.append(of_line)
        return lines

    return draw


def _ordered(found: Mapping[str, _Found], places: Rules) -> _Steps:
    """The rules so that each comes after those it asks for; in the file's order else."""
    known: Values = {}
    steps: list[tuple[str, Rule]] = []
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            places[name].node.refuse(f"this rule asks for itself: {' -> '.join([*path[path.index(name) :], name])}")
        if name in done or name not in found:
            return
        for needed in _in_order(found, found[name].used):
            visit(needed, (*path, name))
        done.add(name)
        rule = found[name].rule
        if isinstance(rule, Known):
            known[name] = rule.value
        else:
            steps.append((name, rule))

    for name in found:
        visit(name, ())
    return _Steps(known, tuple(steps), places)


def _in_order(found: Mapping[str, _Found], names: Iterable[str]) -> list[str]:
    wanted = set(names)
    return [name for name in found if name in wanted]
