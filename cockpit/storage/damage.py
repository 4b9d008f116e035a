"""Why a file cannot be read: no key, a wrong key, its end missing, or damage within.

The library says the same of all four, so the file itself is looked at. This is done only after
its connections are closed: closing a second handle on a file drops the library's locks on it.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path

from cockpit.domain.errors import UserError
from cockpit.i18n import N_, _
from cockpit.storage import keys
from cockpit.storage.engine import DAMAGED

MAGIC = b"SQLite format 3\0"
ZIP_MAGIC = b"PK\x03\x04"
PAGE = 4096
# At the end of each page of an encrypted file: 16 bytes to begin the cipher, 64 to prove the rest.
PROOF_BYTES = 64

NO_KEY = N_(
    "{path} cannot be read: it is encrypted and its key is not in this computer's keyring. "
    "Give its recovery code with “cockpit unlock --code CODE”."
)
NO_KEY_NO_WRAP = N_(
    "{path} cannot be read: it is encrypted, its key is not in this computer's keyring, and "
    "{key_file} is missing. Restore a backup of it with its recovery code."
)
WRONG_KEY = N_(
    "{path} cannot be read: the key in this computer's keyring is that of another workspace. "
    "Give its recovery code with “cockpit unlock --code CODE”."
)
CUT_SHORT = N_(
    "{path} cannot be read: its end is missing, as after a full disk or a broken copy. "
    "Nothing was changed; restore a backup with “cockpit restore”."
)
NO_WORKSPACE = N_("{path} cannot be read: it is damaged, or not an Ops Cockpit workspace.")
A_BACKUP = N_("{path} is a backup. Bring it back with “cockpit -w FILE restore {path}”.")


def explain(path: Path, key: bytes | None) -> UserError:
    """Return the sentence for a file that the library refused, read with `key` if there is one."""
    with path.open("rb") as file:
        head = file.read(PAGE)
    if head.startswith(ZIP_MAGIC):
        return UserError(_(A_BACKUP).format(path=path))
    if head.startswith(MAGIC):
        return UserError(_(CUT_SHORT if _plain_is_short(path, head) else DAMAGED).format(path=path))
    if key is not None:
        return UserError(_(_keyed_sentence(path, key)).format(path=path))
    wrapped = keys.key_file(path)
    if wrapped.exists():
        return UserError(_(NO_KEY).format(path=path))
    if looks_encrypted(head):
        return UserError(_(NO_KEY_NO_WRAP).format(path=path, key_file=wrapped))
    return UserError(_(NO_WORKSPACE).format(path=path))


def looks_encrypted(head: bytes) -> bool:
    """Tell random bytes from a text or a plain database, whose bytes are far from even."""
    return len(head) == PAGE and max(head.count(value) for value in range(256)) < 64


def unlike_any_workspace(path: Path) -> bool:
    """Tell whether a file that is no plain database cannot be an encrypted one either."""
    with path.open("rb") as file:
        return not looks_encrypted(file.read(PAGE))


def _plain_is_short(path: Path, head: bytes) -> bool:
    """Compare the size with what the header says; the header counts in pages."""
    if len(head) < 100:
        return True
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    size = path.stat().st_size
    # The count holds only when it was written together with the change counter.
    counted = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    return page >= 512 and (size % page != 0 or size < counted * page)


def _keyed_sentence(path: Path, key: bytes) -> str:
    """Tell a wrong key, which proves no page, from pages missing and pages changed."""
    whole = path.stat().st_size % PAGE == 0
    wrapped = keys.read_wrapped(path)
    with path.open("rb") as file:
        salts = [file.read(keys.SALT_BYTES)]
    if wrapped is not None:
        salts.append(bytes.fromhex(wrapped.workspace))
    for salt in salts:
        proven = list(_proven(path, key, salt))
        if any(proven):
            return CUT_SHORT if not whole or all(proven) else DAMAGED
    return WRONG_KEY


def _proven(path: Path, key: bytes, salt: bytes) -> Iterator[bool]:
    """Say of each page whether this key wrote it as it is, the way SQLCipher 4 proves pages."""
    mask = bytes(byte ^ 0x3A for byte in salt)
    prove = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)
    number = 0
    with path.open("rb") as file:
        while len(page := file.read(PAGE)) == PAGE:
            number += 1
            start = keys.SALT_BYTES if number == 1 else 0
            body = page[start:-PROOF_BYTES] + struct.pack("<I", number)
            yield hmac.compare_digest(hmac.digest(prove, body, "sha512"), page[-PROOF_BYTES:]) and (
                number > 1 or page.startswith(salt)
            )
