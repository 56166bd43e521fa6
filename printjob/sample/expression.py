"""Expressions of sample files (見本データの式): read into a tree, never evaluated as a program's text.

The language is a spreadsheet's: whole and decimal numbers, 'texts', names, ``+ - * //``, ``= != < <= > >=``, ``and or not``, functions
and ``none``, ``yes``, ``no``. ``//`` divides and rounds down. A rule that begins with ``=`` is an expression; any other scalar is a
text in which ``{...}`` holds expressions.

>>> parse("floor(base * 14 // 1000, 100)")
Call(name='floor', args=(Call(name='//', args=(Call(name='*', args=(Name(parts=('base',)), Literal(value=14))), Literal(value=1000))), Literal(value=100)))
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from printjob.declared import Node


class Literal(msgspec.Struct, frozen=True):
    """A value that stands in the file."""

    value: str | int | float | None


class Name(msgspec.Struct, frozen=True):
    """A name with its parts: ``pay_1``, ``home.line_1``, ``municipality.office.name``."""

    parts: tuple[str, ...]


class Call(msgspec.Struct, frozen=True):
    """A function or an operator with its arguments."""

    name: str
    args: tuple[Tree, ...]


Tree = Literal | Name | Call

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*')|(?P<name>[A-Za-z]\w*(?:\.[A-Za-z0-9]\w*)*)|(?P<sign>//|!=|<=|>=|[=<>+\-*(),]))"
)
_HOLE = re.compile(r"\{([^{}]*)\}")
_WORDS: dict[str, int | None] = {"none": None, "yes": 1, "no": 0}
_COMPARISONS = ("=", "!=", "<=", ">=", "<", ">")


class Misread(ValueError):
    """Why a text is no expression; the reader of the file adds the place."""


class _Token(NamedTuple):
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match or not match.lastgroup:
            raise Misread(f"character {at + 1} of the expression is not understood")
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    """One expression being read, from the loosest binding (``or``) to the tightest."""

    def __init__(self, text: str) -> None:
        self._tokens, self._at = [*_tokens(text), _Token("end", "the end")], 0

    def whole(self) -> Tree:
        tree = self._either()
        if self._here.kind != "end":
            raise Misread(f"did not expect {self._here.text} here")
        return tree

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _took(self, *texts: str) -> str:
        if self._here.kind in ("sign", "name") and self._here.text in texts:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""

    def _must(self, text: str) -> None:
        if not self._took(text):
            raise Misread(f"expected {text} instead of {self._here.text}")

    def _either(self) -> Tree:
        tree = self._both()
        while self._took("or"):
            tree = Call("or", (tree, self._both()))
        return tree

    def _both(self) -> Tree:
        tree = self._negated()
        while self._took("and"):
            tree = Call("and", (tree, self._negated()))
        return tree

    def _negated(self) -> Tree:
        return Call("not", (self._negated(),)) if self._took("not") else self._compared()

    def _compared(self) -> Tree:
        tree = self._added()
        sign = self._took(*_COMPARISONS)
        return Call(sign, (tree, self._added())) if sign else tree

    def _added(self) -> Tree:
        tree = self._multiplied()
        while sign := self._took("+", "-"):
            tree = Call(sign, (tree, self._multiplied()))
        return tree

    def _multiplied(self) -> Tree:
        tree = self._signed()
        while sign := self._took("*", "//"):
            tree = Call(sign, (tree, self._signed()))
        return tree

    def _signed(self) -> Tree:
        return Call("-", (Literal(0), self._signed())) if self._took("-") else self._single()

    def _single(self) -> Tree:
        token = self._here
        self._at += 1
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.text == "(":
            tree = self._either()
            self._must(")")
            return tree
        if token.kind != "name":
            raise Misread(f"did not expect {token.text} here")
        if token.text in _WORDS:
            return Literal(_WORDS[token.text])
        return Call(token.text, self._arguments()) if self._took("(") else Name(tuple(token.text.split(".")))

    def _arguments(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while not self._took(")"):
            if found:
                self._must(",")
            found.append(self._either())
        return tuple(found)


def parse(text: str) -> Tree:
    """The tree of an expression; ``Misread`` says what is wrong in it."""
    return _Parser(text).whole()


def read_rule(node: Node) -> Tree:
    """The rule that a scalar of a declared file is: ``=`` and an expression, or a text with ``{...}``; refused with its place."""
    text = node.text()
    try:
        return parse(text[1:]) if text.startswith("=") else _template(text)
    except Misread as wrong:
        node.refuse(str(wrong))


def _template(text: str) -> Tree:
    parts = _HOLE.split(text)
    trees = [parse(part) if at % 2 else Literal(part) for at, part in enumerate(parts) if at % 2 or part]
    if all(isinstance(tree, Literal) for tree in trees):
        return Literal("".join(str(tree.value) for tree in trees if isinstance(tree, Literal)))
    return Call("text", tuple(trees))
