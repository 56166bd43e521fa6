"""Trees of sample rules made into functions of the values drawn so far; what is the same for a whole delivery is worked out once.

A :class:`Scope` says what a name means: a constant of the delivery, a value of the notice, or, in a section's lines, a value of the line
before one of the notice. :func:`compiled` gives a :class:`Known` value or a function of the values. Conditions are lazy: ``if`` and
``choose`` work out the one case that counts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from printjob.declared import nearest
from printjob.sample.expression import Call, Literal, Misread, Name, Tree
from printjob.sample.functions import FUNCTIONS, Function

Values = dict[str, Any]
Rule = Callable[[Values], Any]

OUTER = "^"
"""Under this name the values of a line keep those of their notice."""

NOTICE = "notice"
"""``notice.x`` in a line's rule is the notice's x where the line has an x of its own."""


class Known(NamedTuple):
    """A value that is the same for every notice of the delivery."""

    value: Any


class Scope(msgspec.Struct, kw_only=True):
    """What names mean. ``used`` collects the values of the notice, and the sections, that compiled rules ask for; ``used_here`` the
    values of the line.
    """

    constants: Mapping[str, Any]
    draws: Mapping[str, Function]
    names: frozenset[str]
    line_names: frozenset[str] = frozenset()
    sections: Mapping[str, Scope]
    used: set[str]
    used_here: set[str]

    def of(self, section: str) -> Scope:
        """The scope of a section's lines as another rule of the notice asks for them."""
        inner = self.sections[section]
        return Scope(
            constants=self.constants, draws={}, names=inner.names, line_names=inner.line_names, sections={}, used=self.used, used_here=set()
        )


def compiled(tree: Tree, scope: Scope) -> Known | Rule:
    """The rule as a known value or a function; ``Misread`` for a name or a number of arguments that is not known."""
    if isinstance(tree, Literal):
        return Known(tree.value)
    if isinstance(tree, Name):
        return _named(tree, scope)
    special = _SPECIAL.get(tree.name)
    if special:
        return special(tree, scope)
    args = [compiled(arg, scope) for arg in tree.args]
    function = FUNCTIONS.get(tree.name) or _SIGNS.get(tree.name)
    if function:
        if len(args) in range(function.least, function.most + 1) and all(isinstance(arg, Known) for arg in args):
            return Known(_tried(tree.name, function.call, [arg.value for arg in args if isinstance(arg, Known)]))
    else:
        function = scope.draws.get(tree.name)
    if function is None:
        raise Misread(f"unknown function {tree.name}{nearest(tree.name, [*FUNCTIONS, *_SPECIAL, *scope.draws])}")
    if not function.least <= len(args) <= function.most:
        raise Misread(f"{tree.name} takes {function.least} to {function.most} values")
    return _called(tree.name, function, args)


def _tried(name: str, call: Callable[..., Any], values: list[Any]) -> Any:
    try:
        return call(*values)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as wrong:
        raise Misread(f"{name} cannot be worked out: {wrong}") from None


def as_rule(found: Known | Rule) -> Rule:
    """A function, also of a known value."""
    if not isinstance(found, Known):
        return found
    value = found.value
    return lambda _values: value


# -- names ---------------------------------------------------------------------------------------------------------------------


def _named(tree: Name, scope: Scope) -> Known | Rule:
    first, *rest = tree.parts
    dotted = ".".join(tree.parts)
    if first == NOTICE and len(rest) == 1 and scope.line_names:
        scope = msgspec.structs.replace(scope, line_names=frozenset())
        return as_outer(_named(Name((rest[0],)), scope))
    if dotted in scope.constants:
        return Known(scope.constants[dotted])
    if first in scope.constants and rest:
        return Known(_tried(dotted, operator.attrgetter(".".join(rest)), [scope.constants[first]]))
    if first in scope.line_names:
        scope.used_here.add(first)
        get: Rule = operator.itemgetter(first)
    elif first in scope.names:
        scope.used.add(first)
        get = _outer(first) if scope.line_names else operator.itemgetter(first)
    else:
        known = [*scope.constants, *scope.names, *scope.line_names]
        raise Misread(f"unknown name {dotted}{nearest(dotted, known)}")
    return _attribute(get, rest) if rest else get


def _outer(name: str) -> Rule:
    return lambda values: values[OUTER][name]


def as_outer(found: Known | Rule) -> Known | Rule:
    """A rule of the notice as a line asks for it."""
    if isinstance(found, Known):
        return found
    return lambda values: found(values[OUTER])


def _attribute(get: Rule, parts: list[str]) -> Rule:
    if len(parts) != 1:
        raise Misread(f"{'.'.join(parts)} has too many points")
    attribute = operator.attrgetter(parts[0])
    return lambda values: attribute(get(values))


# -- calls ---------------------------------------------------------------------------------------------------------------------


def _called(name: str, function: Function, args: list[Known | Rule]) -> Rule:
    if name in _FAST and isinstance(args[1], Known) and not isinstance(args[0], Known):
        return _FAST[name](args[0], args[1].value)
    call, rules = function.call, [as_rule(arg) for arg in args]
    if not rules:
        return lambda _values: call()
    if len(rules) == 1:
        (only,) = rules
        return lambda values: call(only(values))
    if len(rules) == 2:
        one, two = rules
        return lambda values: call(one(values), two(values))
    return lambda values: call(*[rule(values) for rule in rules])


_SIGNS: dict[str, Function] = {
    "+": Function(operator.add, 2, 2),
    "-": Function(operator.sub, 2, 2),
    "*": Function(operator.mul, 2, 2),
    "//": Function(operator.floordiv, 2, 2),
    "=": Function(operator.eq, 2, 2),
    "!=": Function(operator.ne, 2, 2),
    "<": Function(operator.lt, 2, 2),
    ">": Function(operator.gt, 2, 2),
    "<=": Function(operator.le, 2, 2),
    ">=": Function(operator.ge, 2, 2),
    "not": Function(operator.not_, 1, 1),
}

_FAST: dict[str, Callable[[Rule, Any], Rule]] = {
    "+": lambda rule, number: lambda values: rule(values) + number,
    "-": lambda rule, number: lambda values: rule(values) - number,
    "*": lambda rule, number: lambda values: rule(values) * number,
    "//": lambda rule, number: lambda values: rule(values) // number,
    "=": lambda rule, value: lambda values: rule(values) == value,
    "floor": lambda rule, step: lambda values: rule(values) // step * step,
}
"""What is most often done, with a known second value, without a call."""


def _if(tree: Call, scope: Scope) -> Known | Rule:
    if len(tree.args) != 3:
        raise Misread("if takes a condition, a value and another value")
    condition = compiled(tree.args[0], scope)
    if isinstance(condition, Known):
        return compiled(tree.args[1 if condition.value else 2], scope)
    then, other = (as_rule(compiled(arg, scope)) for arg in tree.args[1:])
    return lambda values: then(values) if condition(values) else other(values)


def _choose(tree: Call, scope: Scope) -> Known | Rule:
    """Excel's CHOOSE: the first value says which of the others counts, from 1."""
    if len(tree.args) < 2:
        raise Misread("choose takes a number and values")
    index, *cases = [compiled(arg, scope) for arg in tree.args]
    rules, number = [as_rule(case) for case in cases], as_rule(index)
    return lambda values: rules[number(values) - 1](values)


def _and(tree: Call, scope: Scope) -> Known | Rule:
    one, two = (compiled(arg, scope) for arg in tree.args)
    if isinstance(one, Known):
        return two if one.value else Known(False)
    other = as_rule(two)
    return lambda values: one(values) and other(values)


def _or(tree: Call, scope: Scope) -> Known | Rule:
    one, two = (compiled(arg, scope) for arg in tree.args)
    if isinstance(one, Known):
        return Known(True) if one.value else two
    other = as_rule(two)
    return lambda values: one(values) or other(values)


def _sum(tree: Call, scope: Scope) -> Known | Rule:
    """The values of a field over a section's lines, blanks left out, where a condition on the line holds."""
    if not 1 <= len(tree.args) <= 2 or not isinstance(tree.args[0], Name) or len(tree.args[0].parts) != 2:
        raise Misread("sum takes section.field and, if wanted, a condition on the line")
    section, field = tree.args[0].parts
    if section not in scope.sections:
        raise Misread(f"unknown section {section}{nearest(section, list(scope.sections))}")
    scope.used.add(section)
    inner = scope.of(section)
    get = as_rule(compiled(Name((field,)), inner))
    if len(tree.args) == 1:
        return lambda values: sum([get(line) or 0 for line in values[section]])
    where = as_rule(compiled(tree.args[1], inner))
    return lambda values: sum([get(line) or 0 for line in values[section] if where(line)])


def _count(tree: Call, scope: Scope) -> Known | Rule:
    """How many lines a section has, or how many of them a condition holds for."""
    if not 1 <= len(tree.args) <= 2 or not isinstance(tree.args[0], Name) or tree.args[0].parts[0] not in scope.sections:
        raise Misread("count takes a section and, if wanted, a condition on the line")
    (section,) = tree.args[0].parts
    scope.used.add(section)
    if len(tree.args) == 1:
        return lambda values: len(values[section])
    where = as_rule(compiled(tree.args[1], scope.of(section)))
    return lambda values: sum([1 for line in values[section] if where(line)])


_SPECIAL: dict[str, Callable[[Call, Scope], Known | Rule]] = {
    "if": _if,
    "choose": _choose,
    "and": _and,
    "or": _or,
    "sum": _sum,
    "count": _count,
}
