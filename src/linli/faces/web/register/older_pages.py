"""Forms that know which page they come from: an older page undoes nothing that is younger."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext

from linli.core.refusals import OutOfDate
from linli.faces import requests


class OverRow(forms.ModelForm):  # type: ignore[type-arg]
    """A form that changes a row as its page showed it, and carries along what the page showed.

    Only what was really typed is written: a field that was left alone takes nothing back that
    somebody else has changed meanwhile.
    """

    version = requests.IdField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for field in self.fields.values():
            field.show_hidden_initial = not field.widget.is_hidden

    @property
    def page_version(self) -> int | None:
        """The version that the page showed; None for a page that carried none."""
        version: int | None = self.cleaned_data["version"]
        return version

    def typed(self) -> dict[str, Any]:
        """Return what was typed on the page."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def over(self, row: Any, refusal: OutOfDate) -> Self:
        """Return the form anew over the row as it is now, with what was typed on the older page.

        What somebody else has changed meanwhile stands beside it, and saving again means it.
        """
        now, data = type(self)(instance=row), dict(self.data.items())
        typed, meanwhile = self.typed(), []
        for name in now.fields:
            value = now[name].value()
            shown = "" if value is None or value is False else str(value)
            if name in typed and self.data.get(f"initial-{name}", shown) != shown:
                meanwhile.append((name, shown))
            if name not in typed:
                data[name] = shown
            data[f"initial-{name}"] = shown
        again = type(self)(data, instance=row)
        again.full_clean()
        again.add_error(None, str(refusal))
        for name, shown in meanwhile:
            again.add_error(name, _now(shown))
        return again


def _now(shown: str) -> str:
    return gettext("Meanwhile this says: %(now)s") % {"now": shown or "—"}
