"""What is said beside a file: which receipt it replaces, what it holds, and the analyst's word."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_lazy, ngettext

from vrn.terms import Period
from vrn_web.stewardship.inbox import plain_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_web.stewardship.outbox import Supply

LONGEST_WORD = 300
LONGEST_MAPPING = 100_000
_DIGEST = r"^[0-9a-fA-F]{64}$"
_TOO_LONG = {"max_length": gettext_lazy("Say it in 300 characters or fewer")}


def say_limit(limit: int) -> str:
    """What is said of a file that is larger than may be sent."""
    return gettext(
        "The file is larger than {limit}, which is the most that can be sent here: send it "
        "in parts, or packed as .zip or .gz"
    ).format(limit=filesizeformat(limit))


class BesideForm(forms.Form):
    """Which of the earlier supplies a file replaces, what is announced of it, and a word on it."""

    replaces = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a receipt from the list")},
    )
    rows = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10**12,
        error_messages={
            "invalid": gettext_lazy("The number of rows is a whole number, such as 12500"),
            "min_value": gettext_lazy("The number of rows is 0 or more"),
            "max_value": gettext_lazy("The number of rows is too large to be one"),
        },
    )
    sha256 = forms.RegexField(
        _DIGEST,
        required=False,
        strip=True,
        error_messages={
            "invalid": gettext_lazy("A SHA-256 is 64 digits and letters from a to f"),
        },
    )
    nil_of = forms.CharField(required=False, max_length=LONGEST_WORD, error_messages=_TOO_LONG)
    word = forms.CharField(required=False, max_length=LONGEST_WORD, error_messages=_TOO_LONG)

    def __init__(self, *args: Any, earlier: Sequence[Supply] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(one.receipt, _say_supply(one)) for one in earlier]
        self.fields["replaces"].choices = [("", gettext("No: it is new")), *said]  # type: ignore[attr-defined]

    def clean_sha256(self) -> str:
        """The digest, in small letters."""
        return str(self.cleaned_data["sha256"]).lower()

    def clean_nil_of(self) -> str:
        """The months of a nil return as the command takes them; empty where there was something."""
        months = "".join(str(self.cleaned_data["nil_of"]).split()).replace("to", "..")
        try:
            if months:
                Period.parse(months)
        except ValueError as error:
            raise forms.ValidationError(
                gettext("Write a month as 2024-04, or the first and the last: 2024-04 to 2024-06")
            ) from error
        return months

    @property
    def announced(self) -> dict[str, Any]:
        """What was announced, as the worker reads it."""
        return {name: self.cleaned_data[name] for name in ("sha256", "rows", "nil_of")}


class SendForm(BesideForm):
    """The same with the file itself, as a page without scripts sends it."""

    file = forms.FileField(
        allow_empty_file=True, error_messages={"required": gettext_lazy("Choose a file to send")}
    )

    def __init__(self, *args: Any, limit: int, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large:
            self.fields["file"].error_messages["required"] = say_limit(limit)


class MapForm(forms.Form):
    """A sample of a supplier's file, and the mapping to try on it; a proposal where it is empty."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the file to look at")},
    )
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_MAPPING,
        error_messages={"max_length": gettext_lazy("A mapping has 100,000 characters or fewer")},
    )

    def __init__(self, *args: Any, limit: int, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large:
            self.fields["file"].error_messages["required"] = say_limit(limit)

    @property
    def ending(self) -> str:
        """How the file's name ends, which tells a workbook from a text; nothing else is kept."""
        return PurePath(self.cleaned_data["file"].name).suffix.lower()[:8]

    def clean_text(self) -> str:
        """The text with plain ends of lines; nothing where it holds blanks alone."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        return text if text.strip() else ""


class BeginForm(BesideForm):
    """The same with what tells which file it is, before the first piece of it is sent."""

    name = forms.CharField(max_length=1_000)
    size = forms.IntegerField(min_value=0)
    head = forms.RegexField(_DIGEST)
    anew = forms.BooleanField(required=False)

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit

    def clean_name(self) -> str:
        """The file's name for showing."""
        return plain_name(self.cleaned_data["name"])

    def clean_size(self) -> int:
        """Its size, which is within the limit."""
        size = int(self.cleaned_data["size"])
        if size > self.limit:
            raise forms.ValidationError(say_limit(self.limit))
        return size


class WordForm(forms.Form):
    """The analyst's word on a supply that is held for it."""

    word = forms.CharField(
        max_length=LONGEST_WORD,
        error_messages={
            **_TOO_LONG,
            "required": gettext_lazy("Say why the file is right as it is"),
        },
    )


def _say_supply(supply: Supply) -> str:
    rows = ngettext("{rows} row", "{rows} rows", supply.rows_loaded).format(
        rows=f"{supply.rows_loaded:,}"
    )
    parts = [supply.months, rows, gettext("received {day}").format(day=supply.received_on)]
    return ", ".join(part for part in (*parts, supply.receipt) if part)
