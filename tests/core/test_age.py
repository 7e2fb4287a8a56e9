"""Files in the format of age: whole, told from spoilt ones, and read by other tools."""

from __future__ import annotations

import io
import os

import pytest

from linli.core import age
from linli.core.age import bech32
from linli.core.age.keys import PUBLIC, SECRET

# The pair is a published example; the file was written by another program that speaks the format.
PUBLISHED = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
PUBLISHED_PUBLIC = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
ELSEWHERE = bytes.fromhex(
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e20583235353139204f376974794d4d6a31596e38"
    "4b7639693132646a79475549535a42313373505832675a61556b31514544340a583943626c562f6d6c573674"
    "326e79304e4a30732f3334776930586d4b46576a582f58417066446e6331380a2d3e20612d67726561736520"
    "3931462177332062592b5231203863252051416e0a495658754b37334632344c4d62782b4e6d552f776a5876"
    "5345324a6f5158536c42766955416a48484972384e6b6d4c7936565732514b4e485a714a6e793369790a4231"
    "39535332732b6275496d756e35754c4f624a43326f39342f49524839325670777a6364386c324a6864535350"
    "68653677585a32495a7154374d0a2d2d2d204830774a79686c373346554f76483153516a4d63685578386171"
    "3975356848463635584a4f47544e7173590a28d714a156f1fb1e52b967a1f0092ebce2462dbe84e6c6d0bfdf"
    "5dd8519de661dd8dc705ce6c"
)
BLOCK = 64 * 1024
WORDS = age.Passphrase("correct horse battery")


def sealed(content: bytes, lock: age.Lock) -> bytes:
    out = io.BytesIO()
    writer = age.Encrypting(out, lock)
    for at in range(0, len(content), 50_000):
        writer.write(content[at : at + 50_000])
    writer.close()
    return out.getvalue()


def opened(content: bytes, key: age.Key) -> bytes:
    return age.Decrypting(io.BytesIO(content), key).read()


@pytest.fixture(scope="module")
def key() -> age.SecretKey:
    return age.new_secret_key()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 200_000])
def test_what_was_locked_comes_back(key: age.SecretKey, size: int):
    content = os.urandom(size)
    assert opened(sealed(content, key.public), key) == content


def test_a_passphrase_opens_and_another_does_not():
    locked = sealed(b"people", WORDS)
    assert b"people" not in locked
    assert opened(locked, WORDS) == b"people"
    with pytest.raises(age.Locked):
        opened(locked, age.Passphrase("correct horse batterz"))


def test_another_key_and_a_passphrase_do_not_open_what_was_locked_for_a_key(key: age.SecretKey):
    locked = sealed(b"people", key.public)
    for other in (age.new_secret_key(), WORDS):
        with pytest.raises(age.Locked):
            opened(locked, other)


def test_a_file_of_another_program_is_read():
    assert opened(ELSEWHERE, age.secret_key(PUBLISHED)) == "邻里".encode()


def test_a_file_changed_at_any_byte_is_never_believed(key: age.SecretKey):
    locked = sealed(b"people" * 20, key.public)
    for at in range(len(locked)):
        spoilt = locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1 :]
        with pytest.raises((age.Damaged, age.Locked)):
            opened(spoilt, key)


@pytest.mark.parametrize("cut", [1, 16, 17, BLOCK, BLOCK + 16, BLOCK + 17, 2 * BLOCK + 48])
def test_a_file_cut_off_is_damaged(key: age.SecretKey, cut: int):
    locked = sealed(os.urandom(2 * BLOCK + 9), key.public)
    with pytest.raises(age.Damaged):
        opened(locked[:-cut], key)


def test_blocks_that_changed_places_are_damaged(key: age.SecretKey):
    locked = sealed(os.urandom(3 * BLOCK), key.public)
    head, step = len(locked) - 3 * (BLOCK + 16), BLOCK + 16
    swapped = locked[:head] + locked[head + step : head + 2 * step] + locked[head : head + step]
    with pytest.raises(age.Damaged):
        opened(swapped + locked[head + 2 * step :], key)


def test_keys_are_words_and_a_slip_in_one_is_noticed(key: age.SecretKey):
    assert str(age.secret_key(PUBLISHED).public) == PUBLISHED_PUBLIC
    assert age.secret_key(str(key)) == key
    assert age.public_key(str(key.public)) == key.public
    wrong = [PUBLISHED_PUBLIC[:-1] + "q", PUBLISHED_PUBLIC.replace("z", "Z"), "", "age1", PUBLISHED]
    for word in wrong:
        with pytest.raises(ValueError):  # noqa: PT011  whichever says so
            age.public_key(word)
    assert bech32.decode(PUBLISHED)[0] == SECRET
    assert bech32.decode(PUBLISHED_PUBLIC)[0] == PUBLIC
