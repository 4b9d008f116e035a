"""The key of an encrypted workspace: in the keyring, and wrapped under a printed recovery code.

An encrypted file begins with 16 random bytes, and these are the workspace's id: it can be found
again from the file alone. The wrapped key stands beside the file in `<name>.data/key.json`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets as random
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.settings import secrets
from cockpit.storage.durable import beside, force_folder, write_whole

KEY_BYTES = 32
SALT_BYTES = 16
# 25 characters of 5 bits: far beyond trying them all, and short enough to write by hand.
CODE_GROUPS, GROUP = 5, 5
# No I, L, O and U: they are taken for 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
SCRYPT_MEMORY = 256 * SCRYPT_N * SCRYPT_R
PURPOSE = b"ops-cockpit recovery 1\0"

# Keys made for workspaces that are about to be created in this process.
_made: dict[Path, tuple[bytes, bytes]] = {}


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """What `key.json` holds: the workspace's id and its key, readable with the code alone."""

    workspace: str
    salt: str
    wrapped: str
    proof: str
    form: int = 1


def data_folder(path: Path) -> Path:
    """Return the folder beside a workspace file that belongs to it."""
    return beside(path.resolve(), ".data")


def key_file(path: Path) -> Path:
    """Return where the wrapped key of a workspace stands."""
    return data_folder(path) / "key.json"


def prepare(path: Path) -> str:
    """Make the key of a workspace about to be created at `path`; return its recovery code.

    `SqlWorkspace.create` encrypts with it. Raises UserError when the name is taken, and
    EnvironmentProblem when the keyring does not take the key; then nothing is left behind.
    """
    folder = data_folder(path)
    for taken in (path, folder):
        if taken.exists():
            raise UserError(_("{path} exists already. Choose another name.").format(path=taken))
    if not path.parent.is_dir():
        raise UserError(_("There is no folder {path}. Make it first.").format(path=path.parent))
    workspace, key = random.token_hex(SALT_BYTES), random.token_bytes(KEY_BYTES)
    secrets.store(_account(workspace), key.hex())
    try:
        code = write_wrapped(path, workspace, key)
        _made[path.resolve()] = (key, bytes.fromhex(workspace))
        return code
    except BaseException:
        abandon(path, workspace)
        raise


def abandon(path: Path, workspace: str | None = None) -> None:
    """Take back what `prepare` did, unless the workspace was made."""
    if path.exists():
        return
    _made.pop(path.resolve(), None)
    wrapped = read_wrapped(path)
    name = workspace or (wrapped.workspace if wrapped else None)
    shutil.rmtree(data_folder(path), ignore_errors=True)
    if name is not None:
        secrets.forget(_account(name))


def prepared(path: Path) -> tuple[bytes, bytes] | None:
    """Return (key, salt) that `prepare` made for the workspace at `path`, None for a plain one.

    Raises UserError when the folder of another workspace is in the way.
    """
    made = _made.pop(path.resolve(), None)
    if made is None and key_file(path).exists():
        raise UserError(
            _("{path} is left from another workspace. Choose another name.").format(
                path=data_folder(path)
            )
        )
    return made


def in_keyring(workspace: str) -> bytes | None:
    """Return the key that the keyring has for a workspace id. Raises EnvironmentProblem."""
    found = secrets.read(_account(workspace))
    try:
        key = bytes.fromhex(found or "")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def remember(workspace: str, key: bytes) -> None:
    """Put a key into the keyring. Raises EnvironmentProblem."""
    secrets.store(_account(workspace), key.hex())


def write_wrapped(path: Path, workspace: str, key: bytes) -> str:
    """Write `key.json` under a new recovery code and return the code; an older one is void."""
    digits = "".join(random.choice(ALPHABET) for _each in range(CODE_GROUPS * GROUP))
    salt = random.token_bytes(SALT_BYTES)
    pad, prove = _derive(digits, salt)
    wrapped = _xor(key, pad)
    content = WrappedKey(workspace, salt.hex(), wrapped.hex(), _proof(prove, workspace, wrapped))
    folder = data_folder(path)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        force_folder(path.parent)
    write_whole(key_file(path), json.dumps(asdict(content), indent=2).encode())
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def read_wrapped(path: Path) -> WrappedKey | None:
    """Return the wrapped key beside a workspace file, None when there is no sound one."""
    try:
        content = WrappedKey(**json.loads(key_file(path).read_bytes()))
        sizes = [len(bytes.fromhex(word)) for word in (content.workspace, content.salt)]
        sizes += [len(bytes.fromhex(content.wrapped))]
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    sound = content.form == 1 and sizes == [SALT_BYTES, SALT_BYTES, KEY_BYTES]
    return content if sound and isinstance(content.proof, str) else None


def unwrap(content: WrappedKey, code: str) -> bytes:
    """Return the key. Raises UserError when the code is another one's or the file was changed."""
    pad, prove = _derive(_digits(code), bytes.fromhex(content.salt))
    wrapped = bytes.fromhex(content.wrapped)
    if not hmac.compare_digest(content.proof, _proof(prove, content.workspace, wrapped)):
        raise UserError(
            _("That is not the recovery code of this workspace. Look at what was printed with it.")
        )
    return _xor(wrapped, pad)


def _digits(code: str) -> str:
    """Return the characters of a code as typed, with the usual misreadings mended."""
    return "".join(sign for sign in code.upper().translate(MISREAD) if sign in ALPHABET)


def _derive(digits: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the pad that hides the key and the key of the proof; both used for one salt only."""
    both = hashlib.scrypt(
        digits.encode(),
        salt=salt,
        n=SCRYPT_N,
        r=SCRYPT_R,
        p=SCRYPT_P,
        maxmem=SCRYPT_MEMORY,
        dklen=2 * KEY_BYTES,
    )
    return both[:KEY_BYTES], both[KEY_BYTES:]


def _proof(key: bytes, workspace: str, wrapped: bytes) -> str:
    return hmac.new(key, PURPOSE + bytes.fromhex(workspace) + wrapped, "sha256").hexdigest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _account(workspace: str) -> str:
    return f"workspace:{workspace}"
