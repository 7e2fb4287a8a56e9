"""What locks an ``age`` file and what opens it: a passphrase, or the two halves of a key."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from linli.core.age import bech32

VERSION = b"age-encryption.org/v1"
LABEL = VERSION.decode()
COLUMNS = 64
WORK = 17  # 2^17 rounds: 128 MiB and a third of a second for each passphrase that is tried
MOST_WORK = 20
PUBLIC, SECRET = "age", "age-secret-key-"


class Locked(Exception):
    """What was given does not open the file."""


class Damaged(Exception):
    """The file is not what was written."""


@dataclass(frozen=True)
class Stanza:
    """One lock on a file's key: its kind, its arguments, and the locked key."""

    words: tuple[str, ...]
    body: bytes

    def lines(self) -> bytes:
        body = spelt(self.body)
        rows = [body[at : at + COLUMNS] for at in range(0, len(body), COLUMNS)]
        if not rows or len(rows[-1]) == COLUMNS:
            rows.append("")
        return "".join(f"{row}\n" for row in (f"-> {' '.join(self.words)}", *rows)).encode()


@dataclass(frozen=True)
class Passphrase:
    """Locks and opens with words that somebody remembers."""

    words: str

    def lock(self, file_key: bytes) -> Stanza:
        salt = os.urandom(16)
        wrapped = cipher(self._key(salt, WORK)).encrypt(bytes(12), file_key, None)
        return Stanza(("scrypt", spelt(salt), str(WORK)), wrapped)

    def opened(self, stanza: Stanza) -> bytes | None:
        match stanza.words:
            case ("scrypt", salt, work) if work.isdigit() and 1 <= int(work) <= MOST_WORK:
                return _unwrapped(self._key(unspelt(salt), int(work)), stanza.body)
        return None

    def _key(self, salt: bytes, work: int) -> bytes:
        made = Scrypt(salt=f"{LABEL}/scrypt".encode() + salt, length=32, n=1 << work, r=8, p=1)
        return made.derive(self.words.encode())


@dataclass(frozen=True)
class PublicKey:
    """Locks for whoever keeps the secret half: the machine that locks cannot open."""

    content: bytes

    def lock(self, file_key: bytes) -> Stanza:
        once = X25519PrivateKey.generate()
        share = once.public_key().public_bytes_raw()
        shared = once.exchange(X25519PublicKey.from_public_bytes(self.content))
        key = derived(shared, salt=share + self.content, label=f"{LABEL}/X25519")
        return Stanza(("X25519", spelt(share)), cipher(key).encrypt(bytes(12), file_key, None))

    def __str__(self) -> str:
        return bech32.encode(PUBLIC, self.content)


@dataclass(frozen=True)
class SecretKey:
    """Opens what was locked with its public half."""

    content: bytes

    @property
    def public(self) -> PublicKey:
        half = X25519PrivateKey.from_private_bytes(self.content).public_key()
        return PublicKey(half.public_bytes_raw())

    def opened(self, stanza: Stanza) -> bytes | None:
        if len(stanza.words) != 2 or stanza.words[0] != "X25519":
            return None
        share = unspelt(stanza.words[1])
        try:
            other = X25519PublicKey.from_public_bytes(share)
            shared = X25519PrivateKey.from_private_bytes(self.content).exchange(other)
        except ValueError as fault:
            raise Damaged from fault
        key = derived(shared, salt=share + self.public.content, label=f"{LABEL}/X25519")
        return _unwrapped(key, stanza.body)

    def __str__(self) -> str:
        return bech32.encode(SECRET, self.content).upper()


Lock = Passphrase | PublicKey
Key = Passphrase | SecretKey


def new_secret_key() -> SecretKey:
    """Return a fresh pair, as its secret half."""
    return SecretKey(X25519PrivateKey.generate().private_bytes_raw())


def public_key(word: str) -> PublicKey:
    """Read ``age1…``. Raises ``ValueError`` for anything else, and for a secret key."""
    return PublicKey(_content(word, PUBLIC))


def secret_key(word: str) -> SecretKey:
    """Read ``AGE-SECRET-KEY-1…``. Raises ``ValueError`` for anything else."""
    return SecretKey(_content(word, SECRET))


def _content(word: str, wanted: str) -> bytes:
    kind, content = bech32.decode(word.strip())
    if kind != wanted or len(content) != 32:
        raise ValueError("another kind of key")
    return content


def _unwrapped(key: bytes, body: bytes) -> bytes | None:
    try:
        unwrapped = cipher(key).decrypt(bytes(12), body, None)
    except InvalidTag:
        return None
    return unwrapped if len(unwrapped) == 16 else None


def cipher(key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key)


def derived(secret: bytes, *, salt: bytes, label: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=label.encode()).derive(secret)


def spelt(content: bytes) -> str:
    return b64encode(content).decode().rstrip("=")


def unspelt(word: str) -> bytes:
    """Read what ``spelt`` wrote. Raises ``Damaged`` for any other spelling of it, too."""
    try:
        content = b64decode(word + "=" * (-len(word) % 4), validate=True)
    except ValueError as fault:
        raise Damaged from fault
    if spelt(content) != word:
        raise Damaged
    return content
