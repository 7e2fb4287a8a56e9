"""A text as it is searched: folded letter by letter, each letter remembering where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.redaction.traditional import SIMPLE

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# 幺洞拐勾 is how 1079 is read aloud in telephone numbers; 壹贰叁 is how it is written on receipts.
DIGITS = str.maketrans(
    "〇○零洞幺一壹二贰两三叁四肆五伍六陆七柒拐八捌九玖勾",
    "00001112223344556677788999",
)
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[ ·•・.\-_*~|/]{{1,3}}(?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class View:
    """Letters to search in, and for each the place in the text as it was written."""

    letters: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the piece of the written text that these letters come from."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> View:
    """Return the text in compatibility form and lower case, traditional letters as simplified ones,
    without accents and invisible letters."""
    if text.isascii():
        return View(text.lower(), tuple(range(len(text))))
    letters, places = [], []
    for at, letter in enumerate(text):
        for plain in folded(letter):
            letters.append(plain)
            places.append(at)
    return View("".join(letters), tuple(places))


def folded(letter: str) -> str:
    """Return one letter as it is searched: plain, several (㈱), or none at all."""
    if "\u4e00" <= letter <= "\u9fff":
        return SIMPLE.get(letter, letter)
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):  # 1️⃣ is 1 with two marks
        return ""
    if letter in "üǖǘǚǜÜǕǗǙǛ":
        return "v"
    plain = unicodedata.normalize("NFKD", letter).lower()
    return "".join(SIMPLE.get(part, part) for part in plain if not unicodedata.combining(part))


def with_digits(view: View) -> View:
    """Return it with Chinese digits as figures: 一三八 → 138. Each letter stays in its place."""
    return View(view.letters.translate(DIGITS), view.places)


def without(view: View, taken: Iterator[re.Match[str]]) -> View:
    """Return it with what was found left out of the figures: dates, numbers of things."""
    letters = list(view.letters)
    for match in taken:
        for at in range(*match.span()):
            if letters[at].isdigit():
                letters[at] = "\0"
    return View("".join(letters), view.places)


def tight(view: View) -> View:
    """Return it without what only keeps Chinese letters apart: 王 秀·兰 → 王秀兰."""
    gaps = [match.span() for match in BETWEEN_HAN.finditer(view.letters)]
    if not gaps:
        return view
    gone = {at for start, end in gaps for at in range(start, end)}
    kept = [at for at in range(len(view.letters)) if at not in gone]
    return View("".join(view.letters[at] for at in kept), tuple(view.places[at] for at in kept))
