"""How GeoReport answers: the same content as JSON or as XML, errors in the asked format."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

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


@dataclass(frozen=True)
class Element:
    """A thing of GeoReport; the fields of its class are what it holds, in the order written."""


@dataclass(frozen=True)
class Fault(Element):
    """Why not."""

    code: int
    description: str


def answer(
    content: Element | Sequence[Element], *, root: str, form: str, status: int = 200
) -> HttpResponse:
    """Write an element, or a list of elements under ``root``, in the asked format."""
    if form == "json":
        body, kind = json.dumps(content, ensure_ascii=False, default=vars), "application/json"
    else:
        body, kind = XML_HEAD + xml(root, content), "text/xml"
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"  # public data, and no cookie opens anything here
    return response


def errors(sentence: object, *, code: int, form: str) -> HttpResponse:
    """Write one error as GeoReport does: a list of code and description."""
    return answer([Fault(code, str(sentence))], root="errors", form=form, status=code)


def xml(name: str, content: object) -> str:
    """Write one element, with all that it holds."""
    if isinstance(content, Element):
        inner = "".join(xml(field, value) for field, value in vars(content).items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        inner = "".join(xml(ONE_OF[name], item) for item in content)
    else:
        inner = _text(content)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _text(content: object) -> str:
    if content is None:
        return ""
    if isinstance(content, bool):
        return "true" if content else "false"
    return escape(_NOT_IN_XML.sub("", str(content)), quote=False)
