"""The house's words: compiles every catalogue, and says which words still lack their Chinese.

python tools/words.py            compiles each .po to the .mo beside it
python tools/words.py --check    and ends with 1 if a word is missing, fuzzy or wrongly filled in
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "linli"
# Which arguments of a call are words: (context or None, singular, plural or None).
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdfi]|(?<!%)%[sdfi]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]")
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
IN_TEMPLATE = re.compile(
    rf"\b(_|n?p?gettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?(?:\s*,\s*({LITERAL}))?", re.DOTALL
)


@dataclass(frozen=True)
class Word:
    """A text marked for translation, and where it stands."""

    where: str
    msgid: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.msgid


def catalogues(root: Path = SOURCE) -> list[Path]:
    """Return every catalogue of the package."""
    return sorted(root.rglob("LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue. Raises ``PoFileError`` for what gettext would not read either."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def compile_all(root: Path = SOURCE) -> int:
    """Write each .mo that is older than its .po; return how many were written."""
    written = 0
    for path in catalogues(root):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        with fresh.open("wb") as file:
            write_mo(file, read(path))
        fresh.replace(target)
        written += 1
    return written


def words_of_python(path: Path) -> Iterator[Word | str]:
    """Yield each marked word, and a fault for each that is put together before it is looked up."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS or isinstance(node.func, ast.Attribute):
            continue
        where = f"{_short(path)}:{node.lineno}"
        context, singular, plural = CALLS[name]
        texts = [_constant(a) for a in node.args]
        if len(texts) > singular and texts[singular] is not None:
            several = texts[plural] if plural is not None and len(texts) > plural else None
            yield Word(where, texts[singular] or "", several, texts[0] if context == 0 else None)
        elif len(node.args) > singular and _is_put_together(node.args[singular]):
            yield f"{where}: put the value in by name after the translation, not before it"


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_put_together(node: ast.expr) -> bool:
    """True for an f-string, a sum, ``%`` or ``.format`` inside the marking call."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def words_of_template(path: Path) -> Iterator[Word]:
    """Yield each word that a template marks."""
    from django.utils.translation.template import templatize

    for call in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        texts = [ast.literal_eval(text) for text in call.groups()[1:] if text]
        context, singular, plural = CALLS[call.group(1)]
        yield Word(
            _short(path),
            texts[singular],
            texts[plural] if plural is not None else None,
            texts[0] if context == 0 else None,
        )


def marked(root: Path = SOURCE) -> tuple[list[Word], list[str]]:
    """Return every marked word of the package, and what is wrong with the marking."""
    words: list[Word] = []
    faults: list[str] = []
    for path in sorted(root.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for entry in words_of_python(path):
            (words if isinstance(entry, Word) else faults).append(entry)  # type: ignore[arg-type]
    for suffix in ("*.html", "*.txt", "*.xml"):
        for path in sorted(root.rglob(suffix)):
            words.extend(words_of_template(path))
    return words, faults


def check(root: Path = SOURCE) -> list[str]:
    """Return a line for each word that lacks its Chinese, or whose Chinese cannot be right."""
    words, faults = marked(root)
    known: dict[tuple[str | None, str], str] = {}
    for path in catalogues(root):
        try:
            catalogue = read(path)
        except PoFileError as fault:
            faults.append(f"{_short(path)}: {fault}")
            continue
        for message in catalogue:
            if message.id:
                key, chinese = (message.context, _first(message.id)), _first(message.string)
                faults.extend(f"{_short(path)}: {fault}" for fault in _faults_of(message))
                if known.setdefault(key, chinese) != chinese:
                    faults.append(f"{_short(path)}: {key[1]!r} is {known[key]} elsewhere")
    missing: dict[tuple[str | None, str], Word] = {}
    for word in words:
        if word.key not in known:
            missing.setdefault(word.key, word)
    faults.extend(f"{word.where}: no Chinese for {word.msgid!r}" for word in missing.values())
    return faults


def unused(root: Path = SOURCE) -> list[str]:
    """Return a line for each Chinese word that no page asks for any more."""
    asked = {word.key for word in marked(root)[0]}
    return [
        f"{_short(path)}: nobody asks for {_first(message.id)!r}"
        for path in catalogues(root)
        for message in read(path)
        if message.id and (message.context, _first(message.id)) not in asked
    ]


def _faults_of(message: Message) -> Iterator[str]:
    msgid = _first(message.id)
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    if message.fuzzy:
        yield f"fuzzy: {msgid!r}"
    if not all(texts):
        yield f"empty: {msgid!r}"
        return
    asked = _placeholders(message.id[-1] if isinstance(message.id, tuple | list) else message.id)
    for text in texts:
        if _placeholders(text) != asked:
            yield f"placeholders differ: {msgid!r} and {text!r}"
        if HALF_WIDTH.search(text):
            yield f"half-width punctuation: {text!r}"


def _first(msgid: str | tuple[str, ...] | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _short(path: Path) -> str:
    return str(path.relative_to(SOURCE.parent)) if path.is_relative_to(SOURCE) else path.name


def main() -> int:
    """Compile, and with --check say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="end with 1 if a word is missing")
    parser.add_argument("--unused", action="store_true", help="list words nobody asks for")
    parser.add_argument("part", nargs="?", default="", help="show only paths that contain this")
    wanted = parser.parse_args()
    written = compile_all()
    print(f"words: {written} of {len(catalogues())} catalogues compiled")
    faults = [line for line in check() if wanted.part in line] if wanted.check else []
    for line in [*faults, *(unused() if wanted.unused else [])]:
        print(f"  {line}")
    if wanted.check:
        print(f"words: {len(faults)} to mend" if faults else "words: complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
