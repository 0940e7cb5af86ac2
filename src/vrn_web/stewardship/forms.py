"""What is typed beside a file: which receipt it replaces, and the analyst's word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_lazy


class SendForm(forms.Form):
    """A file, which earlier receipt it replaces, and (for an analyst) a word on its size."""

    file = forms.FileField(
        allow_empty_file=True, error_messages={"required": gettext_lazy("Choose a file to send")}
    )
    replaces = forms.RegexField(
        r"^[0-9a-fA-F]{12}$",
        required=False,
        strip=True,
        error_messages={
            "invalid": gettext_lazy(
                "A receipt’s number is 12 digits and letters from a to f, such as 3f2a9c1b0d4e"
            )
        },
    )
    word = forms.CharField(
        required=False,
        max_length=300,
        error_messages={"max_length": gettext_lazy("Say it in 300 characters or fewer")},
    )

    def __init__(self, *args: Any, limit: int, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large:
            self.fields["file"].error_messages["required"] = gettext(
                "The file is larger than {limit}, which is the most that can be sent here: send it "
                "in parts, or packed as .zip or .gz"
            ).format(limit=filesizeformat(limit))

    def clean_replaces(self) -> str:
        """The receipt's number, in small letters."""
        return str(self.cleaned_data["replaces"]).lower()
