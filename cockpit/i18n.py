"""Translation of what a person reads: English is the source, 简体中文 a gettext catalogue."""

from __future__ import annotations

import gettext
import struct
from pathlib import Path
from typing import Final, Literal

Language = Literal["en", "zh"]

CATALOGUE: Final = Path("locale", "zh", "LC_MESSAGES", "cockpit.mo")

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language: Language = "en"


def _(message: str) -> str:
    """Translate a sentence now, into the language that is set."""
    # The empty message is the catalogue's header, which nobody should ever read.
    return _translations.gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark a sentence for translation where it is defined; whoever shows it calls `_`."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a sentence about a number of things; it still has its placeholders."""
    return _translations.ngettext(singular, plural, count)


def language() -> Language:
    """The language that is set."""
    return _language


def set_language(wanted: Language) -> None:
    """Speak `wanted` from now on; without a readable catalogue the English sentences stay."""
    global _language, _translations
    _language = wanted
    _translations = gettext.NullTranslations() if wanted == "en" else _load()


def _load() -> gettext.NullTranslations:
    """The Chinese catalogue of a checkout or of an installed package, whichever is found first."""
    package = Path(__file__).resolve().parent
    for root in (package.parent / "resources", package / "resources"):
        try:
            with (root / CATALOGUE).open("rb") as file:
                return gettext.GNUTranslations(file)
        except (OSError, ValueError, IndexError, struct.error):
            # Missing or damaged: the English sentences are better than no program.
            continue
    return gettext.NullTranslations()
