"""Declared files: YAML whose every value knows its file, line and column.

Formats, layouts, machine profiles and site settings are data that people who do not program edit. They are read as a tree of
:class:`Node`; a node hands out typed values and refuses what it does not know, naming ``file:line:column`` and the nearest known
name. Scalars are text until a reader asks for a type (so ``no`` stays a word and ``012041`` keeps its zero). Faults are collected:
``with node.collecting():`` goes on after a fault, :meth:`Node.finish` raises them together.

A part of a file may be read several times with other words for its open places, ``{n}`` and ``{with.NAME}`` (:meth:`Node.with_words`):
that is how a layout repeats a block. The places of faults stay those of the file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from printjob.errors import DeclarationRefused, Fault

_T = TypeVar("_T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it (its wheels are): a tenth of the time, the same nodes and marks"""
_WHOLE = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
"""more digits are a slip of the pen, and would not go through arithmetic of 64 bits unharmed"""
_OPEN = re.compile(r"\{(n|n-wide|with\.[^{}]*)\}")
"""the open places of a scalar; any other name in braces is left to the reader"""


class Node:
    """One value of a declared file. Public reading methods raise :class:`DeclarationRefused` with the node's own place."""

    __slots__ = ("_children", "_faults", "_file", "_node", "_parent_key", "_used", "_words")

    def __init__(
        self, node: yaml.Node, file: str, faults: list[Fault], parent_key: str = "", words: Mapping[str, str] | None = None
    ) -> None:
        self._node, self._file, self._faults, self._parent_key, self._words = node, file, faults, parent_key, words
        self._used: set[str] = set()
        self._children: dict[str, Node] = {}

    @property
    def line(self) -> int:
        """Line of the value, from 1."""
        return int(self._node.start_mark.line) + 1

    @property
    def column(self) -> int:
        """Column of the value, from 1."""
        return int(self._node.start_mark.column) + 1

    @property
    def place(self) -> str:
        """``file:line:column`` of the value."""
        return f"{self._file}:{self.line}:{self.column}"

    @property
    def file(self) -> str:
        """The file's name as it stands in messages."""
        return self._file

    def refuse(self, detail: str, value: str | None = None) -> NoReturn:
        """Raise the fault ``PJ-1001-E`` at this place; ``detail`` says the rule and what would be right."""
        shown = self._filled_in() if value is None and isinstance(self._node, yaml.ScalarNode) else (value or "")
        raise DeclarationRefused(
            Fault(
                id="PJ-1001-E",
                file=self._file,
                line=self.line,
                column=self.column,
                field=self._parent_key,
                value=str(shown),
                detail=detail,
            )
        )

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note a refusal of the block and go on behind it; :meth:`finish` raises what was noted."""
        try:
            yield
        except DeclarationRefused as refused:
            self._faults.extend(refused.faults)

    def finish(self) -> None:
        """Raise all faults that were collected in this file, if any."""
        if self._faults:
            raise DeclarationRefused(*self._faults)

    # -- open places ----------------------------------------------------------------------------------------------------------

    @property
    def words(self) -> Mapping[str, str]:
        """The words this part of the file is read with."""
        return self._words or {}

    def with_words(self, words: Mapping[str, str]) -> Node:
        """The same part of the file, to be read anew with ``words`` in its open places; it collects faults of its own."""
        return Node(self._node, self._file, [], self._parent_key, words)

    def open_places(self) -> set[str]:
        """The names of all open places in and below this value, as ``n`` or ``with.title``."""
        found: set[str] = set()
        waiting: list[yaml.Node] = [self._node]
        seen: set[int] = set()  # an alias may stand inside what it names
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, yaml.ScalarNode):
                found.update(_OPEN.findall(str(node.value)))
            else:
                waiting += [child for pair in node.value for child in pair] if isinstance(node, yaml.MappingNode) else node.value
        return found

    def _filled_in(self) -> str:
        """A scalar with the words it is read with; an open place without its word stays as it stands."""
        words, text = self._words, str(self._node.value)
        return _OPEN.sub(lambda match: words.get(match[1], match[0]), text) if words else text

    def _child(self, node: yaml.Node, key: str) -> Node:
        return Node(node, self._file, self._faults, key, self._words)

    # -- mappings -------------------------------------------------------------------------------------------------------------

    def _pairs(self) -> dict[str, yaml.Node]:
        if not isinstance(self._node, yaml.MappingNode):
            self.refuse("expected names with values (key: value)")
        pairs: dict[str, yaml.Node] = {}
        for key, value in self._node.value:
            name = str(key.value)
            if name in pairs:
                Node(key, self._file, self._faults, name).refuse(f"the name {name} stands here twice")
            pairs[name] = value
        return pairs

    def maybe(self, key: str) -> Node | None:
        """The value under ``key``, or ``None`` where the file does not give one; the same node at every call."""
        self._used.add(key)
        if key not in self._children:
            node = self._pairs().get(key)
            if node is None:
                return None
            self._children[key] = self._child(node, key)
        return self._children[key]

    def take(self, key: str) -> Node:
        """The value under ``key``; refused when absent."""
        found = self.maybe(key)
        if found is None:
            close = difflib.get_close_matches(key, [name for name in self._pairs() if name not in self._used], n=1)
            self.refuse(f"the name {key} is missing here{f', {close[0]} stands here' if close else ''}")
        return found

    def entries(self) -> list[tuple[str, Node]]:
        """All pairs in the file's order."""
        pairs = self._pairs()
        self._used.update(pairs)
        return [(key, self._child(node, key)) for key, node in pairs.items()]

    def refuse_unknown(self) -> None:
        """Note every name nobody asked for, with the nearest name that is known here."""
        if not isinstance(self._node, yaml.MappingNode):
            self.refuse("expected names with values (key: value)")
        for key, _ in self._node.value:
            with self.collecting():
                if str(key.value) not in self._used:
                    at_key = Node(key, self._file, self._faults, str(key.value))
                    at_key.refuse(f"unknown name{nearest(str(key.value), sorted(self._used))}")

    # -- sequences and scalars ------------------------------------------------------------------------------------------------

    def items(self) -> list[Node]:
        """The members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.refuse("expected a list")
        return [self._child(node, self._parent_key) for node in self._node.value]

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def is_mapping(self) -> bool:
        """Whether the value has named parts."""
        return isinstance(self._node, yaml.MappingNode)

    def text(self) -> str:
        """A scalar as it stands in the file."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.refuse("expected one value")
        text = self._filled_in()
        if self._words is not None and (left := [name for name in _OPEN.findall(text) if name.startswith("with.")]):
            self.refuse(f"this use gives no {left[0]}{nearest(left[0], [name for name in self._words if name != left[0]])}")
        return text

    def filled(self) -> str:
        """A scalar that is not empty."""
        value = self.text()
        if not value:
            self.refuse("must not be empty")
        return value

    def whole(self, least: int = 0, most: int | None = None) -> int:
        """A whole number within ``least`` .. ``most``."""
        value = self.text()
        if not _WHOLE.fullmatch(value) or int(value) < least or (most is not None and int(value) > most):
            self.refuse(
                f"expected a whole number of {least} or more" + (f" and at most {most}" if most is not None else "")
            )
        return int(value)

    def number(self, least: float | None = None) -> float:
        """A decimal number, of ``least`` or more."""
        value = self.text()
        if not _NUMBER.fullmatch(value) or (least is not None and float(value) < least):
            self.refuse("expected a number" + (f" of {least:g} or more" if least is not None else ""))
        return float(value)

    def numbers(self, count: int | None = None) -> tuple[float, ...]:
        """A list of decimal numbers, ``count`` of them where given."""
        members = self.items()
        if count is not None and len(members) != count:
            self.refuse(f"expected {count} numbers")
        return tuple(member.number() for member in members)

    def texts(self) -> tuple[str, ...]:
        """A list of scalars."""
        return tuple(member.text() for member in self.items())

    def flag(self) -> bool:
        """``yes``/``no`` (or ``true``/``false``)."""
        return self.choice({"yes": True, "no": False, "true": True, "false": False})

    def choice(self, options: Mapping[str, _T]) -> _T:
        """The value that ``options`` gives for this name; an unknown name is refused with the nearest known one."""
        value = self.text()
        if value not in options:
            self.refuse(f"expected one of {', '.join(options)}{nearest(value, list(options))}")
        return options[value]


def nearest(name: str, known: Sequence[str]) -> str:
    """``": did you mean X?"`` where a known name is close, else nothing."""
    close = difflib.get_close_matches(name, known, n=1)
    return f": did you mean {close[0]}?" if close else ""


def read(path: Path, shown_as: str = "") -> Node:
    """The declared file at ``path``; ``shown_as`` is its name in messages (default: the file's own name).

    Refused (``PJ-1001-E``) when it cannot be read, is not UTF-8 or not YAML.
    """
    name = shown_as or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as cause:
        raise DeclarationRefused(
            Fault(id="PJ-1001-E", file=name, detail=f"cannot be read: {cause.strerror}")
        ) from cause
    except UnicodeDecodeError as cause:
        raise DeclarationRefused(Fault(id="PJ-1001-E", file=name, detail="is not UTF-8")) from cause
    try:
        tree = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark
        raise DeclarationRefused(
            Fault(
                id="PJ-1001-E",
                file=name,
                line=mark.line + 1 if mark else 0,
                column=mark.column + 1 if mark else 0,
                detail=f"is not YAML: {cause.problem}",
            )
        ) from cause
    except yaml.reader.ReaderError as cause:
        raise DeclarationRefused(_forbidden(text, name)) from cause
    if tree is None:
        raise DeclarationRefused(Fault(id="PJ-1001-E", file=name, detail="is empty"))
    return Node(tree, name, [])


def _forbidden(text: str, name: str) -> Fault:
    """The place of the first character that YAML forbids; libyaml counts bytes, so that it is looked for again."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return Fault(id="PJ-1001-E", file=name, detail="holds a character that YAML forbids")
    at = found.start()
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Fault(id="PJ-1001-E", file=name, line=line, column=column, detail=f"holds the control character U+{ord(text[at]):04X}")
