"""Keys as words that survive a telephone: letters, digits and a checksum (Bech32, BIP 173)."""

from __future__ import annotations

from collections.abc import Iterable

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECK = 6


def encode(kind: str, content: bytes) -> str:
    """Return the word for ``content``, in small letters, beginning with its kind."""
    values = _regrouped(content, 8, 5, pad=True)
    rest = _rest(kind, [*values, *[0] * CHECK]) ^ 1
    check = [(rest >> 5 * (CHECK - 1 - at)) & 31 for at in range(CHECK)]
    return f"{kind}1{''.join(LETTERS[value] for value in [*values, *check])}"


def decode(word: str) -> tuple[str, bytes]:
    """Return kind and content. Raises ``ValueError`` for a word with a slip in it."""
    if word not in (word.lower(), word.upper()):
        raise ValueError("mixed case")
    kind, separator, spelt = word.lower().rpartition("1")
    if not separator or not kind or len(spelt) < CHECK or set(spelt) - set(LETTERS):
        raise ValueError("no such word")
    values = [LETTERS.index(letter) for letter in spelt]
    if _rest(kind, values) != 1:
        raise ValueError("wrong checksum")
    return kind, bytes(_regrouped(values[:-CHECK], 5, 8, pad=False))


def _rest(kind: str, values: Iterable[int]) -> int:
    rest = 1
    codes = [ord(letter) for letter in kind]
    for value in [*(c >> 5 for c in codes), 0, *(c & 31 for c in codes), *values]:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for at, step in enumerate(STEPS):
            rest ^= step if top >> at & 1 else 0
    return rest


def _regrouped(values: Iterable[int], width: int, wanted: int, *, pad: bool) -> list[int]:
    """Cut a row of bits anew. Raises ``ValueError`` when what is left over is not padding."""
    kept = bits = 0
    regrouped = []
    for value in values:
        kept = (kept << width) | value
        bits += width
        while bits >= wanted:
            bits -= wanted
            regrouped.append(kept >> bits)
            kept &= (1 << bits) - 1
    if pad and bits:
        regrouped.append(kept << (wanted - bits))
    elif not pad and (bits >= width or kept):
        raise ValueError("padding")
    return regrouped
