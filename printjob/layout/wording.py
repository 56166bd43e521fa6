"""What constants do in a layout: ``{name}`` in static texts, ``when`` and ``unless`` on elements. Decided when a form is compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from printjob.declared import Node, nearest
from printjob.layout.elements import Guard

_BRACES = re.compile(r"\{([^{}]*)\}")


def worded(node: Node, constants: Mapping[str, str]) -> str:
    """The text of ``node`` with every ``{name}`` replaced; an unknown name is refused with the nearest known one."""

    def replaced(match: re.Match[str]) -> str:
        name = match.group(1)
        return constants[name] if name in constants else node.refuse(f"unknown constant{nearest(name, list(constants))}", name)

    text = node.text()
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        node.refuse("a brace stands only around the name of a constant")
    return _BRACES.sub(replaced, text)


def keeps(guard: Guard, constants: Mapping[str, str]) -> bool:
    """Whether an element stays: each ``when`` is ``yes`` and no ``unless`` is."""
    return all(_is_yes(node, constants) for node in guard.when) and not any(_is_yes(node, constants) for node in guard.unless)


def _is_yes(node: Node, constants: Mapping[str, str]) -> bool:
    name = node.text()
    if name not in constants:
        node.refuse(f"unknown constant{nearest(name, list(constants))}")
    return constants[name] == "yes"
