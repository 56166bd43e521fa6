"""The print order (印刷順) of a night, before bundles: admitted notices by campaign, machine and mail class, each in postal order.

A *group* is what one campaign posts in one class through one machine: jobs are cut inside groups, never across.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.model.piece import State

Rows = npt.NDArray[np.void]


class Group(NamedTuple):
    """Indexes of campaign, route and class, and of the ADMISSION rows by postal code, 住所表示番号, notice, delivery, record number."""

    campaign: int
    route: int
    mail: int
    members: npt.NDArray[np.int64]


def groups(rows: Rows, campaign_of_delivery: npt.NDArray[np.int16], class_of: npt.NDArray[np.integer[Any]]) -> Iterator[Group]:
    """All admitted rows in their groups, in print order."""
    order = _print_order(rows, campaign_of_delivery, class_of)
    if not len(order):
        return
    keys = (campaign_of_delivery[rows["delivery"][order]], rows["route"][order], class_of[order])
    changes = np.zeros(len(order) - 1, dtype=bool)
    for key in keys:
        changes |= key[1:] != key[:-1]
    borders = [0, *(np.flatnonzero(changes) + 1).tolist(), len(order)]
    for start, stop in itertools.pairwise(borders):
        campaign, route, mail = (int(key[start]) for key in keys)
        yield Group(campaign, route, mail, order[start:stop])


def _print_order(rows: Rows, campaign_of_delivery: npt.NDArray[np.int16], class_of: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """Sorted key by key, the least one first, so that no more than one key of all rows is copied at a time."""
    order = np.flatnonzero(rows["state"] == State.ADMITTED)
    for key in ("number", "delivery", "notice", "digits", "postal"):
        order = order[np.argsort(rows[key][order], kind="stable")]
    order = order[np.argsort(class_of[order], kind="stable")]
    order = order[np.argsort(rows["route"][order], kind="stable")]
    return order[np.argsort(campaign_of_delivery[rows["delivery"][order]], kind="stable")]
