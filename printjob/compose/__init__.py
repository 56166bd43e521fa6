"""Composition (組版): from prepared records to a finished job's ``print.pdf`` and ``sheets.jsonl``.

A chunk's task writes finished PDF objects at numbers that follow from the plan (:mod:`printjob.compose.chunk`); one
task then puts head, chunks, art and fonts behind one another by plain copying (:mod:`printjob.compose.finish`).
Admission has decided everything that can hold a notice: a misfit found here is our own mistake, and its job does not
come into being.
"""
