"""What constants do in a layout: ``{name}`` in static texts, ``when`` and ``unless`` on elements. Decided when a form is compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from printjob.declared import Node, nearest
from printjob.layout.elements import Guard

_ANSWERS = {"yes": True, "no": False, "true": True, "false": False}
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
    """Whether what it guards stays: each ``when`` is ``yes`` and no ``unless`` is."""
    kept = [_is_yes(node, constants) for node in guard.when] + [not _is_yes(node, constants) for node in guard.unless]
    return all(kept)


def _is_yes(node: Node, constants: Mapping[str, str]) -> bool:
    """The answer of a condition; the words yes and no answer themselves, for blocks that are told by ``with:``."""
    name = node.text()
    if name in _ANSWERS:
        return _ANSWERS[name]
    if name not in constants:
        node.refuse(f"unknown condition{nearest(name, list(constants))}")
    if constants[name] not in _ANSWERS:
        node.refuse("a condition asks for a setting that is yes or no; this one is a text")
    return _ANSWERS[constants[name]]
