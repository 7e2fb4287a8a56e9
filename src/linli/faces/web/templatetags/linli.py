"""Tags of every page: icons, QR codes, and times as people say them."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache

import segno
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.faces.web.shared import times

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """Draw a lucide icon. It says nothing of its own: a word always stands beside it."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="icon {}" width="22" height="22" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        css,
        static("web/dist/icons.svg"),
        name,
    )


@register.simple_tag
def qr(content: str, title: str = "") -> SafeString:
    """Draw a QR code as inline SVG, black on white, with a quiet zone of two modules."""
    drawing = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        drawing,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        title=title or None,
        svgclass="qr",
        lineclass=None,
        dark="#000",
        light="#fff",
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - segno escapes the title


@register.filter
def near(moment: datetime | None) -> str:
    """Say a past or coming moment: 今天 18:00, 昨天 16:20, 11 月 26 日."""
    return times.near(moment, now=timezone.localtime()) if moment else ""


@register.filter
def due(moment: datetime | None) -> str:
    """Say a deadline: 今天 18:00, 明天, 11 月 26 日, 超 1 天."""
    return times.due(moment, now=timezone.localtime()) if moment else ""


@register.filter
def day(value: date | None) -> str:
    """Say a day: 11 月 26 日, with its year when that is another one."""
    return times.day(value, today=timezone.localdate()) if value else ""
