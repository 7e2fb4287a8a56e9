"""The words of XLSForm that Linli knows, and what to do instead of those that it does not."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHINESE, ENGLISH = "中文 (zh)", "English (en)"
OWN = ("linli_type", "linli_binds", "linli_place_kind", "linli_most")  # columns of our own

STRUCTURE = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
    "default", "appearance", "choice_filter", "readonly", "parameters", "list_name",
)  # fmt: skip

TYPES = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number",
    "date": "date", "select one": "select_one", "select multiple": "select_many",
    "image": "photo", "photo": "photo", "note": "note", "begin group": "group",
    "begin repeat": "repeat",
}  # fmt: skip
ENDS = ("end group", "end repeat")
WHOLE = ("integer", "int")
KNOWN_ANYWAY = ("start", "end", "today", "username")  # a visit keeps who and when by itself

_PLACE = _("Ask for a place of the estate: type text, and “location” in the column linli_type.")
_TRAIL = _("Linli keeps no trail and no number of a phone. Take the row out.")
_RECKONED = _("Take it out, and write what it reckons into the condition that uses it.")
_PICTURE = _("Ask for an image or a text.")
_DAY = _("Ask for a date, or a text.")
_ON_THE_SHEET = _("Write the choices on the sheet “choices”, and select_one or select_multiple.")
REFUSED_TYPES: dict[str, Promise] = {
    "geopoint": _PLACE, "geotrace": _PLACE, "geoshape": _PLACE, "location": _PLACE, "gps": _PLACE,
    "start-geopoint": _TRAIL, "background-geopoint": _TRAIL, "audit": _TRAIL, "deviceid": _TRAIL,
    "subscriberid": _TRAIL, "simserial": _TRAIL, "phonenumber": _TRAIL, "email": _TRAIL,
    "calculate": _RECKONED, "hidden": _RECKONED,
    "audio": _PICTURE, "video": _PICTURE, "file": _PICTURE, "barcode": _PICTURE,
    "background-audio": _PICTURE, "time": _DAY, "datetime": _DAY,
    "range": _("Ask for an integer, with a constraint such as . >= 1 and . <= 10."),
    "rank": _("Ask select_multiple, and then select_one of what was chosen."),
    "acknowledge": _("Ask select_one with one choice."),
    "trigger": _("Ask select_one with one choice."),
    "select one from file": _ON_THE_SHEET, "select multiple from file": _ON_THE_SHEET,
    "select one external": _ON_THE_SHEET, "xml-external": _ON_THE_SHEET,
    "csv-external": _ON_THE_SHEET, "osm": _PLACE,
}  # fmt: skip

REFUSED_COLUMNS: dict[str, Promise] = {
    "calculation": _RECKONED,
    "trigger": _RECKONED,
    "repeat_count": _("Take it out: a round is added with one tap."),
    "save_to": _("Bind the question to a fact in the column linli_binds."),
    "image": _("Take it out: a question is asked in words."),
    "audio": _("Take it out: a question is asked in words."),
    "video": _("Take it out: a question is asked in words."),
    "big-image": _("Take it out: a question is asked in words."),
    "media": _("Take it out: a question is asked in words."),
    "body": _("Take it out."),
    "bind": _("Take it out."),
    "instance": _("Take it out."),
    "control": _("Take it out."),
}
REFUSED_SHEETS = ("external_choices", "entities", "osm")
HARMLESS = {  # how a question is laid out, which Linli does its own way
    "multiline", "minimal", "compact", "quick", "quickcompact", "columns", "columns-pack",
    "columns-flex", "horizontal", "horizontal-compact", "vertical", "field-list", "list",
    "list-nolabel", "label", "no-buttons", "likert", "numbers", "new", "new-front", "no-calendar",
    "thousands-sep", "autocomplete", "table-list", "hidden-answer", "w1", "w2", "w3", "w4", "w5",
    "w6", "w7", "w8", "w9", "w10",
}  # fmt: skip
SIGNATURE = "signature"
YES = ("yes", "true", "true()", "1", "是")
NO = ("", "no", "false", "false()", "0", "否")

ALIASES = {
    "relevance": "relevant", "skip_logic": "relevant", "read_only": "readonly",
    "choice_list": "list_name", "list": "list_name", "value": "name", "caption": "label",
    "constraint_msg": "constraint_message", "constraining_message": "constraint_message",
    "calculate": "calculation", "repeatcount": "repeat_count", "jr:count": "repeat_count",
}  # fmt: skip
SELECT = re.compile(
    r"(?:add[\s_]+)?select[\s_]*(?:(?P<one>1|one)|multiple|all[\s_]+that[\s_]+apply)"
    r"(?:[\s_]+(?:prompt[\s_]+using|from))?\s+(?P<list>\S+)\s*(?P<rest>.*)",
    re.IGNORECASE,
)


def kind_of(said: str) -> tuple[str, str, str]:
    """Return a type in plain words, its list of choices, and what else was written beside it."""
    plain = re.sub(r"[\s_]+", " ", said.strip()).lower()
    for refused in REFUSED_TYPES:
        if plain == refused or plain.startswith(f"{refused} "):
            return refused, "", ""
    match = SELECT.fullmatch(said.strip())
    if match is None:
        return plain, "", ""
    return f"select {'one' if match['one'] else 'multiple'}", match["list"], match["rest"]


def column_of(header: str) -> tuple[str, str]:
    """Return a column's name and its language: ("label", "中文 (zh)")."""
    name, *rest = re.split(r"\s*::?\s*", header.strip(), maxsplit=1)
    plain = re.sub(r"[\s_]+", "_", name).lower()
    if plain == "jr":  # jr:count
        plain, rest = f"jr:{rest[0].lower() if rest else ''}", []
    return ALIASES.get(plain, plain), rest[0] if rest else ""


def language_of(name: str) -> str:
    """Return "zh" or "en" for a language as a header writes it; "" for any other."""
    code = re.search(r"\((\w+)", name)
    plain = (code[1] if code else name).lower()
    if plain.startswith(("zh", "cn", "chinese", "中", "汉", "简")):
        return "zh"
    return "en" if plain.startswith(("en", "英")) else ""
