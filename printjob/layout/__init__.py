"""Layouts (帳票レイアウト): what form designers declare in ``layouts/``, compiled into forms, and everything that draws.

A layout folder is read (:mod:`~printjob.layout.language`), bound to a campaign's constants (:mod:`~printjob.layout.compile`) and its
static art drawn once (:mod:`~printjob.layout.drawing`). ReportLab is imported by the pen (:mod:`~printjob.layout.pen`) and what it places
"""
