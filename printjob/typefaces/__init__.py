"""Typefaces (書体): which font files printjob uses, where they are, what they can write, and their subsets.

Nothing here draws. A face is named by its id in ``fonts/manifest.yaml``; its file is found by
:func:`printjob.typefaces.locate.font_path`, asked about characters through :func:`printjob.typefaces.face.face`, and
cut down to what a job uses by :func:`printjob.typefaces.subset.subset_truetype`.
"""
