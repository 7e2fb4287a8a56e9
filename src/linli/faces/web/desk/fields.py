"""The fields of which the desk's forms are made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

STARS = [("", _("not said")), *((str(n), "★" * n) for n in range(5, 0, -1))]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Any number of photos, shrunk in the browser; each is checked when it is kept."""

    widget = ManyFiles(attrs={"accept": "image/*", "data-shrink": "1600"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [super(Photos, self).clean(photo, initial) for photo in data or [] if photo]


def text(label: Any, *, required: bool = True, help_text: Any = "", most: int = 4000) -> Any:
    """A box of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=most,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


def line(label: Any, *, required: bool = True, help_text: Any = "", most: int = 200) -> Any:
    """A box of one line."""
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=most)


def photos(*, required: bool = False, help_text: Any = "") -> Any:
    """A button that takes pictures, or picks some."""
    return Photos(label=_("Photos"), required=required, help_text=help_text)


def owner() -> Any:
    """Filled with the posts and organisations of the matter when the form is drawn."""
    return forms.ChoiceField(label=_("Who is to answer"))
