"""Patterns of ``regex()``: read into a tree that both sides hold a text against in linear time.

RE2 does it here. A browser's own engine may take for ever over ``(a+)+$``, so that the phone walks
over the tree by itself (frontend/src/field/patterns.mjs). What neither can do in linear time
(a look ahead or behind, a group named again) is refused when the form is taken in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.forms.letter_sets import LAST, NAMED, SETS, Ranges, merged, others

Node = list[Any]
MOST_TIMES, MOST_STEPS, MOST_NESTED = 1000, 2000, 40
CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B, "0": 0}
TIMES = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class PatternFault(Invalid):
    """A pattern that cannot be kept: what is wrong with it, and the remedy."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


def parse(text: str) -> Node:
    """Read a pattern. Raises ``PatternFault``."""
    reader = _Reader(text)
    tree = reader.either()
    if reader.at < len(text):
        raise _stray(reader.sign())
    if steps(tree) > MOST_STEPS or not _is_held(tree):
        raise PatternFault(
            _("This pattern takes too many steps."),
            _("Count letters with string-length(.) instead."),
        )
    return tree


def matches(tree: Node, text: str) -> bool:
    """True if the whole text is as the pattern says."""
    return _compiled(json.dumps(tree)).fullmatch(text) is not None


def steps(tree: Node) -> int:
    """Return how many steps a pattern has once its repetitions are written out."""
    word, *parts = tree
    if word in ("cat", "alt"):
        return sum(steps(part) for part in parts) + len(parts)
    if word == "rep":
        inner, least, most = parts
        times: int = max(least, most or 0, 1)
        return (steps(inner) + 1) * times + 1
    return 1


def _is_held(tree: Node) -> bool:
    """True if RE2 takes it: it knows bounds of its own for repetitions in repetitions."""
    import re2

    try:
        _compiled(json.dumps(tree))
    except re2.error:
        return False
    return True


@lru_cache(maxsize=500)
def _compiled(kept: str) -> Any:
    """Compile a tree for RE2, which is loaded only where a form has a pattern."""
    import re2

    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return re2.compile(_for_re2(json.loads(kept)), options)


def _for_re2(tree: Node) -> str:
    word, *parts = tree
    if word == "set":
        ranges = "".join(rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in parts[0])
        return f"[{ranges}]" if ranges else r"[^\x{0}-\x{10ffff}]"
    if word == "cat":
        return "".join(_for_re2(part) for part in parts)
    if word == "alt":
        return "(?:" + "|".join(_for_re2(part) for part in parts) + ")"
    if word == "rep":
        inner, least, most = parts
        return f"(?:{_for_re2(inner)}){{{least},{'' if most is None else most}}}"
    return {"start": r"\A", "end": r"\z", "edge": r"\b", "inside": r"\B"}[word]


class _Reader:
    """Descends through a pattern sign by sign."""

    def __init__(self, text: str) -> None:
        self.said, self.at, self.depth = text, 0, 0

    def sign(self) -> str:
        return self.said[self.at : self.at + 1]

    def take(self) -> str:
        sign = self.sign()
        if not sign:
            raise PatternFault(
                _("The pattern ends too early."), _("Close its brackets, or add what is missing.")
            )
        self.at += 1
        return sign

    def either(self) -> Node:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise _too_deep()
        ways = [self.row()]
        while self.sign() == "|":
            self.at += 1
            ways.append(self.row())
        self.depth -= 1
        return ways[0] if len(ways) == 1 else ["alt", *ways]

    def row(self) -> Node:
        parts = []
        while self.sign() not in ("", "|", ")"):
            parts.append(self.times(self.part()))
        return ["cat", *parts]

    def times(self, part: Node) -> Node:
        repeated = 0
        while self.sign() in ("*", "+", "?", "{") and self.sign():
            bounds = self.bounds()
            if bounds is None:
                return part
            if self.sign() == "+":
                raise _stray("+")
            if self.sign() == "?":  # as few as possible: of a whole text, it says the same
                self.at += 1
            part = ["rep", part, *bounds]
            if (repeated := repeated + 1) > MOST_NESTED:
                raise _too_deep()
        return part

    def bounds(self) -> tuple[int, int | None] | None:
        """Read how often; None for a bracket that only stands for itself."""
        if self.sign() != "{":
            return TIMES[self.take()]
        inside, closed, _rest = self.said[self.at + 1 :].partition("}")
        least, comma, most = inside.partition(",")
        if not closed or not least.isascii() or not least.isdigit():
            return None
        if most and not (most.isascii() and most.isdigit()):
            return None
        self.at += len(inside) + 2
        if max(len(least), len(most)) > len(str(MOST_TIMES)):  # Python reads no thousand digits
            raise _too_often()
        bounds = int(least), int(most) if most else (None if comma else int(least))
        if max(bounds[0], bounds[1] or 0) > MOST_TIMES:
            raise _too_often()
        if bounds[1] is not None and bounds[1] < bounds[0]:
            raise _stray("{" + inside + "}")
        return bounds

    def part(self) -> Node:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return ["set", self.choice()]
        if sign == ".":
            return ["set", others([[0x0A, 0x0A]])]
        if sign in ("^", "$"):
            return ["start" if sign == "^" else "end"]
        if sign == "\\":
            if self.sign() in ("b", "B"):
                return ["edge" if self.take() == "b" else "inside"]
            if self.sign() in ("A", "z", "Z"):
                return ["start" if self.take() == "A" else "end"]
            return ["set", self.escaped()]
        if sign in "*+?":
            raise _stray(sign)
        return ["set", [[ord(sign), ord(sign)]]]

    def group(self) -> Node:
        if self.sign() == "?":
            if self.said[self.at : self.at + 2] != "?:":
                raise PatternFault(
                    _("“%(sign)s” looks ahead, behind, or names a group.")
                    % {"sign": "(" + self.said[self.at : self.at + 3]},
                    _("Write several constraints joined by “and”, or a plain group (…)."),
                )
            self.at += 2
        inside = self.either()
        if self.take() != ")":
            raise _stray(self.sign())
        return inside

    def escaped(self) -> Ranges:
        """Read what follows a backslash, as a set of letters."""
        sign = self.take()
        if sign.lower() in SETS:
            return SETS[sign] if sign in SETS else others(SETS[sign.lower()])
        if sign in "pP":
            return self.named(negative=sign == "P")
        if sign in "123456789k":
            raise PatternFault(
                _("“\\%(sign)s” asks for the same text again, which takes too long.")
                % {"sign": sign},
                _("Ask for it in a constraint that compares two questions."),
            )
        if sign in "xu":
            return [[self.letter(sign)] * 2]
        if sign.isalnum() and sign not in CONTROLS:
            raise _stray("\\" + sign)
        at = CONTROLS.get(sign, ord(sign))
        return [[at, at]]

    def named(self, *, negative: bool) -> Ranges:
        inside, closed, _rest = self.said[self.at :].partition("}")
        ranges = NAMED.get(inside.removeprefix("{"))
        if not closed or not inside.startswith("{") or ranges is None:
            raise PatternFault(
                _("“\\p%(name)s” is no set of letters here.") % {"name": inside[:20]},
                _("Possible are %(names)s; others are written as [a-z].")
                % {"names": ", ".join(rf"\p{{{name}}}" for name in ("Han", "Alpha", "Digit"))},
            )
        self.at += len(inside) + 1
        return others(ranges) if negative else ranges

    def letter(self, sign: str) -> int:
        digits = self.said[self.at : self.at + (2 if sign == "x" else 4)]
        if self.sign() == "{":
            digits = self.said[self.at + 1 :].partition("}")[0]
            self.at += 2
        self.at += len(digits)
        try:
            at = int(digits, 16)
        except ValueError:
            raise _stray("\\" + sign) from None
        if not 0 <= at <= LAST or 0xD800 <= at <= 0xDFFF:
            raise _stray("\\" + sign + digits)
        return at

    def choice(self) -> Ranges:
        """Read what stands between square brackets."""
        negative = self.sign() == "^"
        self.at += negative
        ranges: Ranges = []
        first = True
        while self.sign() != "]" or first:
            ranges += self.range_in_choice()
            first = False
        self.at += 1
        return others(ranges) if negative else merged(ranges)

    def range_in_choice(self) -> Ranges:
        low = self.letters_in_choice()
        is_range = self.sign() == "-" and self.said[self.at + 1 : self.at + 2] not in ("]", "")
        if not is_range or len(low) != 1 or low[0][0] != low[0][1]:
            return low
        self.at += 1
        high = self.letters_in_choice()
        if len(high) != 1 or high[0][0] != high[0][1]:
            return [*low, [0x2D, 0x2D], *high]
        if high[0][0] < low[0][0]:
            raise _stray(f"{chr(low[0][0])}-{chr(high[0][0])}")
        return [[low[0][0], high[0][0]]]

    def letters_in_choice(self) -> Ranges:
        sign = self.take()
        if sign == "\\":
            if self.sign() == "b":
                self.at += 1
                return [[8, 8]]
            return self.escaped()
        return [[ord(sign), ord(sign)]]


def _too_deep() -> PatternFault:
    return PatternFault(_("The pattern is nested too deeply."), _("Shorten it."))


def _too_often() -> PatternFault:
    says = _("A pattern repeats at most %(most)s times.") % {"most": MOST_TIMES}
    return PatternFault(says, _("Count letters with string-length(.) instead."))


def _stray(sign: str) -> PatternFault:
    return PatternFault(
        _("“%(sign)s” does not belong here in a pattern.") % {"sign": sign},
        _("Put a backslash before a sign that stands for itself."),
    )
