"""Codes that people type, keyed blind indexes, and the encryption of what must be read again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

# Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")


def new_code(length: int = 8) -> str:
    """Return a random code of unambiguous letters; 8 letters are 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """Return a code in two halves, as it is read aloud: ABCDE-23456."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def tidy(code: str) -> str:
    """Return a code as typed in its canonical form: upper case, O as 0, I and L as 1, no dashes."""
    folded = unicodedata.normalize("NFKC", code).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum()).translate(READ_AS)


def index(code: str, *, purpose: str) -> str:
    """Return the keyed blind index (64 hex digits) of a code, number or phone.

    Equal for spellings that ``tidy`` makes equal, different for each purpose, and of no use to
    whoever lacks the data key. The *last* of ``DATA_KEYS`` makes it, so that a new key put in
    front leaves every index as it was.
    """
    key = _derived(settings.DATA_KEYS[-1], f"index/{purpose}")
    return hmac.new(key, tidy(code).encode(), hashlib.sha256).hexdigest()


def opaque(text: str, *, purpose: str) -> str:
    """Return a keyed hash (64 hex digits) of any text, letter by letter."""
    key = _derived(settings.DATA_KEYS[-1], f"opaque/{purpose}")
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def encrypt(text: str) -> str:
    """Encrypt with the first of ``DATA_KEYS``; an empty text stays empty."""
    if not text:
        return ""
    return _fernet(tuple(settings.DATA_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(cipher: str) -> str:
    """Decrypt with whichever of ``DATA_KEYS`` fits. Raises ``InvalidToken`` when none does."""
    if not cipher:
        return ""
    return _fernet(tuple(settings.DATA_KEYS)).decrypt(cipher.encode("ascii")).decode()


def rotate(cipher: str) -> str:
    """Encrypt anew with the first key what an older key had encrypted."""
    if not cipher:
        return ""
    return _fernet(tuple(settings.DATA_KEYS)).rotate(cipher.encode("ascii")).decode("ascii")


def fingerprints() -> list[str]:
    """Return 16 hex digits for each data key, by which a backup names the keys it needs."""
    return [_derived(key, "fingerprint").hex()[:16] for key in settings.DATA_KEYS]


@lru_cache(maxsize=8)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key, "encrypt"))) for key in keys])


@lru_cache(maxsize=64)
def _derived(key: str, purpose: str) -> bytes:
    """Derive 32 bytes for one purpose, so that no key serves two."""
    return hmac.new(key.encode(), f"linli/{purpose}".encode(), hashlib.sha256).digest()
