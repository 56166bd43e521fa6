"""The static art of a form as a PDF: one page for each art in the order of ``form.arts``, each complete in itself.

Every page has the form's size and a strip of ``EDGE_PT`` above and to the right. A page's art lies as on the page; a row's art lies with
the block's top left corner at the *form's* top left, so that the composer places it by moving it from there to the block's corner: the
strip holds the outer half of a line on the block's edge, which a page of the form's size would cut off. Content streams are not compressed, fonts are
subset and shared, backgrounds and pictures lie in the file once, and the same form gives the same bytes.
"""

from __future__ import annotations

from printjob.layout.arts import Arts
from printjob.layout.pen import Pen
from printjob.model.form import Form

EDGE_PT = 6.0


def draw_arts(form: Form, arts: Arts) -> bytes:
    """The art file that is kept beside a compiled form."""
    pen = Pen(form.width_pt + EDGE_PT, form.height_pt + EDGE_PT, form.front.slot.faces[0], form.form)
    rows = {row.art for variant in form.variants for section in variant.sections for row in section.rows}
    for name in sorted(form.arts, key=form.arts.__getitem__):
        pen.paint(arts[name], dy_pt=form.height_pt if name in rows else 0.0)
        pen.end_page()
    return pen.finish()
