"""How GeoReport answers: the same content as JSON or as XML, errors in the asked format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.http import HttpResponse

# The name of one thing in a list of them (the Spark convention).
ONE_OF = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(content: Any, *, root: str, form: str, status: int = 200) -> HttpResponse:
    """Write content (a dict, or a list of dicts under ``root``) in the asked format."""
    if form == "json":
        body, kind = json.dumps(content, ensure_ascii=False), "application/json"
    else:
        body, kind = XML_HEAD + xml(root, content), "text/xml"
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"  # public data, and no cookie opens anything here
    return response


def errors(sentence: Any, *, code: int, form: str) -> HttpResponse:
    """Write one error as GeoReport does: a list of code and description."""
    content = [{"code": code, "description": str(sentence)}]
    return answer(content, root="errors", form=form, status=code)


def xml(name: str, content: Any) -> str:
    """Write one element, with all that it holds."""
    if isinstance(content, Mapping):
        inner = "".join(xml(key, value) for key, value in content.items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        inner = "".join(xml(ONE_OF[name], one) for one in content)
    else:
        inner = _text(content)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _text(content: Any) -> str:
    if content is None:
        return ""
    if isinstance(content, bool):
        return "true" if content else "false"
    return escape(_NOT_IN_XML.sub("", str(content)), quote=False)
