"""Keep the Chinese catalogue in step with the source: `--update` rewrites, `--check` judges."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "cockpit"
PO = ROOT / "resources" / "locale" / "zh" / "LC_MESSAGES" / "cockpit.po"

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = "# 简体中文 messages of Ops Cockpit · 运营驾驶舱.\n"
MIME = (
    ("Project-Id-Version", "Ops Cockpit"),
    ("Language", "zh"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
)


class _Catalogue(Catalog):
    """A catalogue whose header holds no dates or people, so that it changes only with text."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The fixed header, whatever was read."""
        return list(MIME)

    @mime_headers.setter
    def mime_headers(self, headers: object) -> None:
        """What a file says about itself is ignored."""


def extract(source: Path = SOURCE) -> Catalog:
    """Every message in the Python files below `source`."""
    catalogue = _new()
    for _file, _line, message, comments, context in extract_from_dir(
        source, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def read(po: Path = PO) -> Catalog:
    """The catalogue as it is on disk; empty when there is none yet."""
    catalogue = _new()
    if not po.exists():
        return catalogue
    with po.open("rb") as file:
        stored = read_po(file, locale="zh")
    for message in stored:
        if message.id:
            catalogue.add(
                message.id,
                message.string,
                flags=message.flags,
                auto_comments=message.auto_comments,
                user_comments=message.user_comments,
                context=message.context,
            )
    catalogue.obsolete = stored.obsolete
    return catalogue


def update(source: Path = SOURCE, po: Path = PO) -> Catalog:
    """Bring the catalogue in step with the source: new messages come in empty, unused ones go."""
    wanted, stored = extract(source), read(po)
    for message in wanted:
        kept = stored.get(message.id, message.context) if message.id else None
        if kept is not None and _same_shape(kept, message):
            message.string = kept.string
            message.user_comments = kept.user_comments
            message.flags |= kept.flags & {"fuzzy"}
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(po_bytes(wanted))
    po.with_suffix(".mo").write_bytes(mo_bytes(wanted))
    return wanted


def check(source: Path = SOURCE, po: Path = PO) -> list[str]:
    """What is wrong with the catalogue, a sentence each; nothing when it is complete."""
    wanted, stored = extract(source), read(po)
    known = {_key(message): message for message in stored if message.id}
    problems = []
    for message in wanted:
        if not message.id:
            continue
        kept = known.pop(_key(message), None)
        if kept is None:
            problems.append(f"missing: {_text(message)}")
        else:
            problems.extend(_faults(kept))
    problems.extend(f"obsolete: {_text(message)}" for message in known.values())
    problems.extend(f"obsolete: {_text(message)}" for message in stored.obsolete.values())
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != mo_bytes(stored):
        problems.append(f"{mo.name} is not what {po.name} compiles to; run --update")
    return problems


def po_bytes(catalogue: Catalog) -> bytes:
    """The text form: sorted, without line numbers, so that a diff shows only words."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled form: the same bytes for the same words, in whatever order they were found."""
    ordered = _new()
    translated = (m for m in catalogue if m.id and all(_strings(m)))
    for message in sorted(translated, key=_key):
        ordered.add(message.id, message.string, flags=message.flags, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, ordered)
    return buffer.getvalue()


def _new() -> Catalog:
    return _Catalogue(locale="zh", header_comment=HEADER.strip(), fuzzy=False)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(text or "" for text in message.string or ("",))


def _key(message: Message) -> tuple[str, tuple[str, ...]]:
    return (message.context or "", _ids(message))


def _text(message: Message) -> str:
    return repr(_ids(message)[0])


def _same_shape(kept: Message, message: Message) -> bool:
    """Whether a kept translation still fits; a message that gained a plural starts again."""
    return _ids(kept) == _ids(message)


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield f"fuzzy: {_text(message)}"
    for string in _strings(message):
        if not string:
            yield f"untranslated: {_text(message)}"
            continue
        unknown = _placeholders(string) - set().union(*map(_placeholders, _ids(message)))
        lost = set.intersection(*map(_placeholders, _ids(message))) - _placeholders(string)
        for name in sorted(unknown | lost):
            yield f"placeholder {{{name}}} differs: {_text(message)}"


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # A lone brace: the text is no format and has no placeholders.
        return set()


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two jobs; 1 when the catalogue has problems."""
    parser = argparse.ArgumentParser(prog="python -m tools.translations", description=__doc__)
    job = parser.add_mutually_exclusive_group(required=True)
    job.add_argument("--update", action="store_true", help="bring the catalogue in step")
    job.add_argument("--check", action="store_true", help="fail when it is not complete")
    chosen = parser.parse_args(arguments)
    if chosen.update:
        catalogue = update()
        empty = sum(1 for m in catalogue if m.id and not all(_strings(m)))
        print(f"{len(catalogue)} messages, {empty} to translate in {PO.relative_to(ROOT)}")
        return 0
    problems = check()
    print("\n".join(problems) if problems else "the catalogue is complete")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
