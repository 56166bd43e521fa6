"""What the codes of a payment slip (納付書) say, part by part, and where they are wrong."""

from __future__ import annotations

import msgspec

from printjob.barcode import elqr, gs1
from printjob.barcode.parts import Part


class ExplainedCode(msgspec.Struct, frozen=True):
    """A code's parts in order; ``right`` when none of them has a flaw."""

    right: bool
    parts: list[Part]

    def text(self, language: str) -> str:
        """A line for each part: first position, digits, name, meaning, verdict, with tabs between them."""
        return "\n".join(_line(part, japanese=language == "ja") for part in self.parts)


def explain_gs1(typed: str) -> ExplainedCode:
    """A GS1-128 of any length; blanks, hyphens and brackets do not count."""
    return _explained(gs1.explain(gs1.compact(typed)))


def explain_elqr(typed: str) -> ExplainedCode:
    """An eL-QR payload of any length; blanks, hyphens and brackets do not count."""
    return _explained(elqr.explain(elqr.compact(typed)))


def _explained(parts: list[Part]) -> ExplainedCode:
    return ExplainedCode(not any(part.flaw for part in parts), parts)


def _line(part: Part, *, japanese: bool) -> str:
    name, meaning = (part.name_ja, part.meaning_ja) if japanese else (part.name_en, part.meaning_en)
    flaw, wrong = (part.flaw_ja, "誤り") if japanese else (part.flaw, "WRONG")
    return "\t".join((str(part.start), part.digits, name, meaning, f"{wrong}: {flaw}" if flaw else "OK"))
