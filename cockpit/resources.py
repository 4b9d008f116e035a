"""Where the files that are not code lie: in a checkout, an installed package or a frozen bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource(relative: str) -> Path:
    """The path of one file or folder under `resources/`."""
    return _folder("resources") / relative


def migrations_dir() -> Path:
    """The folder of the database migrations."""
    return _folder("migrations")


@cache
def _folder(name: str) -> Path:
    """The first place that has the folder; the checkout's place when none has."""
    package = Path(__file__).resolve().parent
    places = [package.parent / name, package / name]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places = [Path(bundle) / name, Path(bundle) / "cockpit" / name, *places]
    elif not (package.parent / "pyproject.toml").is_file():
        # Beside an installed package, `resources` and `migrations` may be somebody else's.
        places.reverse()
    return next((place for place in places if place.is_dir()), places[0])
