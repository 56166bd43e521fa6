"""What a check found: an element of the layout, the rule it breaks, and whether that forbids printing."""

from __future__ import annotations

from typing import NamedTuple

from printjob.declared import Node
from printjob.errors import Fault
from printjob.layout.check.things import Thing

BROKEN, DOUBTFUL = "PJ-1002-E", "PJ-1003-W"


class Finding(NamedTuple):
    """``rule`` names the rule (and who else is concerned), so that an element is told of it once however often it is printed;
    ``detail`` says it in words; ``name`` is what is concerned: a field, a text of the form.
    """

    node: Node
    name: str
    rule: str
    detail: str
    id: str = BROKEN

    @property
    def fault(self) -> Fault:
        """The finding as a fault with file, line and column."""
        return Fault(id=self.id, file=self.node.file, line=self.node.line, column=self.node.column, value=self.name, detail=self.detail)


def found(thing: Thing, rule: str, detail: str, id_: str = BROKEN) -> Finding:
    """A finding about a thing."""
    return Finding(thing.node, thing.name, rule, detail, id_)


def shown(thing: Thing) -> str:
    """How a thing is named in another's message.

    A field by its name, a text by its words, and where they stand in the layout's files.
    """
    words = {"field": f"the field {thing.name}", "text": f"「{thing.name}」", "bars": "the customer barcode", "line": "a line", "tint": "a tint",
             "picture": "the seal", "return": "the 返戻 id", "gs1": "the GS1-128", "elqr": "the eL-QR", "mark": "the mark",
             "identity": "the sheet's identity", "ground": "the background"}.get(thing.kind, f"the {thing.kind} {thing.name}")
    return f"{words} ({thing.node.place})"
