"""Encrypted files in the format of ``age`` (age-encryption.org/v1), written and read as streams.

An open format with tools of its own on every system: a backup can be opened without Linli. Each
file has a key of its own, locked by a passphrase (scrypt) or by a public key (X25519); its content
goes in blocks of 64 KiB under ChaCha20-Poly1305, numbered, the last one marked, so that a block
changed, moved or cut off is found before anything is believed.
"""

from linli.core.age.keys import (
    Damaged,
    Key,
    Lock,
    Locked,
    Passphrase,
    PublicKey,
    SecretKey,
    new_secret_key,
    public_key,
    secret_key,
)
from linli.core.age.streams import Decrypting, Encrypting, is_encrypted

__all__ = [
    "Damaged",
    "Decrypting",
    "Encrypting",
    "Key",
    "Lock",
    "Locked",
    "Passphrase",
    "PublicKey",
    "SecretKey",
    "is_encrypted",
    "new_secret_key",
    "public_key",
    "secret_key",
]
