"""What Excel, Word and phones do to the signs of a form, put right: as pyxform does, and a little
more, for full-width signs come with every Chinese keyboard."""

from __future__ import annotations

import html
import re

INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"',
                        "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"'})  # fmt: skip
WIDE = str.maketrans({chr(0xFF01 + at): chr(0x21 + at) for at in range(94)} | {
    "。": ".", "，": ",", "、": ",", "【": "[", "】": "]", "–": "-", "—": "-", "−": "-",
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "*",
})  # fmt: skip
IN_QUOTES = re.compile(r"""('[^']*'|"[^"]*")""")
# Markdown and HTML as labels of the field carry them; it is read as text.
LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
BREAK = re.compile(r"<br\s*/?>|</p\s*>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:span|font|b|i|u|p|em|strong|div|center|small|big|h[1-6]|ul|ol|li|sup|sub|a|mark)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
STRONG = re.compile(r"(?<![*\w])\*{1,3}(?=\S)([^*\n]*[^*\s])\*{1,3}(?![*\w])|"
                    r"(?<![_\w$])_{1,3}(?=\S)([^_\n]*[^_\s])_{1,3}(?![_\w])")  # fmt: skip
HIDDEN = 0xE000  # where a sign that stands for itself waits meanwhile: a private corner of Unicode
SHOWN = re.compile("[\ue020-\ue07e]")
ESCAPED = re.compile(r"\\([\\*_#<>`])")


def cell(typed: str) -> str:
    """Return a cell without invisible signs and odd blanks."""
    return BLANKS.sub(" ", INVISIBLE.sub("", typed)).strip()


def logic(typed: str) -> str:
    """Return a condition or calculation with plain quotes, and plain signs outside of them."""
    plain = cell(typed).translate(QUOTES)
    if plain in ("TRUE", "FALSE"):  # what Excel makes of them
        return f"{plain.lower()}()"
    parts = IN_QUOTES.split(plain)
    return "".join(
        part if at % 2 else part.translate(WIDE) for at, part in enumerate(parts)
    ).translate(QUOTES)


def words(typed: str) -> str:
    """Return a label as text: the marks of Markdown and HTML are taken off."""
    plain = ESCAPED.sub(lambda match: chr(HIDDEN + ord(match[1])), cell(typed))
    plain = LINK.sub(r"\1 (\2)", BREAK.sub("\n", HEADING.sub("", plain)))
    plain = TAG.sub("", plain)
    for _time in range(2):  # strong within emphasis
        plain = STRONG.sub(lambda match: match[1] or match[2], plain)
    plain = SHOWN.sub(lambda match: chr(ord(match[0]) - HIDDEN), html.unescape(plain))
    return re.sub(r"\n{3,}", "\n\n", plain).strip()
