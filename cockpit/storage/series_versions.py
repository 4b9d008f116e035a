"""Which of several versions of a time counts: that of the newest batch; the others lie under it."""

from __future__ import annotations

from typing import Final

import numpy as np

from cockpit.storage.series_blocks import GONE, Versions, joined

# Versions of one time that are kept; the oldest go first.
_VERSIONS: Final = 8


def resolved(versions: Versions) -> tuple[Versions, Versions]:
    """Return what counts, in order of time, and what lies under it (or says that it is gone).

    Of one time and batch the version given last stays.
    """
    order = np.lexsort((np.arange(len(versions)), versions.number, versions.t))
    versions = versions[order]
    t, number = versions.t, versions.number
    versions = versions[np.append((t[1:] != t[:-1]) | (number[1:] != number[:-1]), True)]
    return _top(_without_old(versions))


def _without_old(versions: Versions) -> Versions:
    """Remove versions of one time beyond the newest few."""
    last = np.append(versions.t[1:] != versions.t[:-1], True)
    if bool(last.all()):
        return versions
    ends = np.flatnonzero(last)
    depth = np.repeat(ends, np.diff(ends, prepend=-1)) - np.arange(len(versions))
    return versions[depth < _VERSIONS]


def _top(versions: Versions) -> tuple[Versions, Versions]:
    last = np.append(versions.t[1:] != versions.t[:-1], True)
    counts = last & (versions.flags & GONE == 0)
    return versions[counts], versions[~counts]


def united(old: Versions, new: Versions) -> tuple[Versions, Versions]:
    """Return versions with new ones among them, as `resolved` does."""
    return resolved(joined((old, new)))
