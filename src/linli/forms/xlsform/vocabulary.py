"""The words of XLSForm that Linli knows, and what to do instead of those that it does not."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHINESE, ENGLISH = "中文 (zh)", "English (en)"
OWN = ("linli_type", "linli_binds", "linli_place_kind", "linli_most")  # columns of our own

TYPES = {
    "text": "text", "string": "text", "tel": "text", "phone number": "text",
    "integer": "number", "int": "number", "decimal": "number", "date": "date", "time": "time",
    "datetime": "datetime", "date time": "datetime", "select one": "select_one",
    "select multiple": "select_many", "select one from file": "select_one",
    "select multiple from file": "select_many", "select one external": "select_one",
    "rank": "rank", "range": "range", "image": "photo", "photo": "photo", "annotate": "photo",
    "draw": "photo", "signature": "signature", "audio": "audio", "barcode": "barcode",
    "acknowledge": "select_one", "trigger": "select_one", "geopoint": "geopoint",
    "gps": "geopoint", "location": "geopoint", "calculate": "calculate", "hidden": "calculate",
    "note": "note", "begin group": "group", "begin repeat": "repeat",
    "begin looped group": "repeat", "begin lgroup": "repeat",
}  # fmt: skip
ENDS = {
    "end group": "group", "end repeat": "repeat", "end looped group": "repeat",
    "end lgroup": "repeat",
}  # fmt: skip
WHOLE = ("integer", "int")
FROM_FILE = ("select one from file", "select multiple from file")
ACKNOWLEDGED = ("acknowledge", "trigger")
NEVER_REQUIRED = ("photo", "audio", "geopoint")
FILE_TYPES = ("csv external", "xml external", "csv-external", "xml-external")

# What a phone notes by itself: a visit keeps who and when, and nothing else is anybody's business.
# What a form says when it names one: the day, the moment, or nothing.
METADATA = {
    "start": "once(now())", "end": "now()", "today": "today()", "start time": "once(now())",
    "end time": "now()", "deviceid": "''", "device id": "''", "imei": "''", "subscriberid": "''",
    "subscriber id": "''", "simserial": "''", "sim id": "''", "phonenumber": "''",
    "username": "''", "email": "''", "audit": "''", "start-geopoint": "''",
    "background-geopoint": "''", "background-audio": "''", "caseid": "''", "instance id": "''",
}  # fmt: skip

_TRAIL = _("Ask for a point (geopoint), or for a place: type text, and “location” in the column "
           "linli_type. Linli keeps no trail.")  # fmt: skip
_PICTURE = _("Ask for an image, an audio or a text.")
_LOOP = _("Write the questions out, or use begin repeat.")
REFUSED_TYPES: dict[str, Promise] = {
    "geotrace": _TRAIL, "geoshape": _TRAIL, "osm": _TRAIL,
    "video": _PICTURE, "file": _PICTURE,
    "begin loop": _LOOP, "end loop": _LOOP, "loop": _LOOP,
    "include": _("Copy the questions of that file to this sheet."),
}  # fmt: skip

SIGNATURE, HIDDEN = "signature", "hidden"
YES = ("yes", "true", "true()", "1", "y", "是", "required")
NO = ("", "no", "false", "false()", "0", "n", "否")
MEDIA = ("image", "audio", "video", "big-image", "media")
# Columns of the survey that are read; others are passed over with a note, those of MEDIA with
# another, and remarks in silence.
SURVEY = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
    "constraint", "constraint_message", "calculation", "trigger", "default", "appearance",
    "choice_filter", "readonly", "parameters", "repeat_count", "disabled", *OWN,
)  # fmt: skip
PASSED_COLUMNS = ("save_to", "body", "instance", "control", "bind", "autoplay", "accuracythreshold")
CHOICES = ("list_name", "name", "label", *MEDIA)
LOGIC = ("relevant", "constraint", "calculation", "choice_filter", "default", "required",
         "repeat_count", "readonly", "trigger")  # fmt: skip
WORDS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")

ALIASES = {
    "relevance": "relevant", "skip_logic": "relevant", "read_only": "readonly",
    "choice_list": "list_name", "list": "list_name", "value": "name", "caption": "label",
    "constraint_msg": "constraint_message", "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message",
    "required_msg": "required_message", "calculate": "calculation", "repeatcount": "repeat_count",
    "jr:count": "repeat_count", "count": "repeat_count", "command": "type", "tag": "name",
    "prompt": "label",
}  # fmt: skip
PREFIXES = ("bind", "control", "jr")  # bind::relevant, control::jr:count
SELECT = re.compile(
    r"(?:add[\s_]+)?select[\s_]*(?:(?P<one>1|one)|multiple|all[\s_]+that[\s_]+apply)"
    r"(?P<how>[\s_]+from[\s_]+file|[\s_]+external)?"
    r"(?:[\s_]+(?:prompt[\s_]+using|from))?\s+(?P<list>\$\{[^}]*\}|\S+)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
RANK = re.compile(r"rank\s+(?P<list>\$\{[^}]*\}|\S+)\s*(?P<rest>.*)", re.IGNORECASE)


def kind_of(cell: str) -> tuple[str, str, str]:
    """Return a type in plain words, its list of choices, and what else was written beside it."""
    plain = re.sub(r"[\s_]+", " ", cell.strip()).lower()
    plain = re.sub(r"^add (.*) prompt$", r"\1", plain)
    if (rank := RANK.fullmatch(cell.strip())) is not None:
        return "rank", rank["list"], _or_other(rank["rest"])
    match = SELECT.fullmatch(cell.strip())
    if match is None:
        return plain, "", ""
    kind = "select one" if match["one"] else "select multiple"
    how = re.sub(r"[\s_]+", " ", match["how"] or "").strip().lower()
    return f"{kind} {how}".strip(), match["list"], _or_other(match["rest"])


def _or_other(rest: str) -> str:
    return re.sub(r"[\s_]+", "_", rest.strip()).lower()


def column_of(header: str) -> tuple[str, str]:
    """Return a column's name and its language: ("label", "中文 (zh)")."""
    parts = [part.strip() for part in re.split(r"::", header.strip())]
    if len(parts) == 1:  # older workbooks have one colon
        parts = [part.strip() for part in re.split(r":", header.strip(), maxsplit=1)]
    name, *rest = parts
    plain = _plain(name)
    if plain in PREFIXES and rest:
        plain, *rest = [_plain(rest[0]).removeprefix("jr:"), *rest[1:]]
        plain = {"constraintmsg": "constraint_message", "requiredmsg": "required_message",
                 "count": "repeat_count", "type": "bind"}.get(plain, plain)  # fmt: skip
        plain = plain if ALIASES.get(plain, plain) in SURVEY else "bind"
    elif plain == "media" and rest:
        plain, *rest = [_plain(rest[0]), *rest[1:]]
    return ALIASES.get(plain, plain), rest[0] if rest else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip()).lower()


def language_of(name: str) -> str:
    """Return "zh" or "en" for a language as a header writes it; "" for any other."""
    code = re.search(r"\((\w+)", name)
    plain = (code[1] if code else name).strip().lower()
    if plain.startswith(("zh", "cn", "chinese", "中", "汉", "简")):
        return "zh"
    return "en" if plain.startswith(("en", "英")) else ""
