"""Codes that people type, keyed indexes, and encryption with keys that change."""

from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from linli.core import codes


def test_a_code_has_only_letters_that_are_not_mistaken():
    letters = "".join(codes.new_code(40) for _ in range(50))
    assert not set(letters) & set("OILU")
    assert codes.tidy(letters) == letters


@pytest.mark.parametrize("typed", ["oil1-ab2c", " O1L1 ab2c", "ＯＩＬ１－ＡＢ２Ｃ", "0111.AB2C"])
def test_a_code_is_known_however_it_is_typed(typed):
    assert codes.tidy(typed) == "0111AB2C"
    assert codes.index(typed, purpose="key") == codes.index("0111AB2C", purpose="key")


def test_an_index_differs_by_purpose_and_key(settings):
    first = codes.index("AB", purpose="key")
    assert codes.index("AB", purpose="follow") != first
    settings.DATA_KEYS = ["another"]
    assert codes.index("AB", purpose="key") != first


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_encrypted_reads_back(text):
    assert codes.decrypt(codes.encrypt(text)) == text


def test_a_new_key_in_front_reads_the_old_and_leaves_every_index(settings):
    settings.DATA_KEYS = ["old"]
    cipher, index = codes.encrypt("110101"), codes.index("110101", purpose="id")
    settings.DATA_KEYS = ["new", "old"]
    assert codes.decrypt(cipher) == "110101"
    assert codes.index("110101", purpose="id") == index
    turned = codes.rotate(cipher)
    settings.DATA_KEYS = ["new"]
    assert codes.decrypt(turned) == "110101"
    with pytest.raises(InvalidToken):
        codes.decrypt(cipher)


def test_fingerprints_tell_keys_apart_and_give_nothing_away(settings):
    settings.DATA_KEYS = ["one", "two"]
    first, second = codes.fingerprints()
    assert first != second
    assert len(first) == 16
