"""Form fields and forms of the identity room."""

from typing import Any

import phonenumbers
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """A telephone number as people of the country write it; its value is E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Phone"), "max_length": 24, **kwargs})

    def clean(self, value: Any) -> str:
        """The number as E.164; a named error when nobody can be called there."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, settings.COUNTRY.upper())
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(_("Enter a phone number, for example +994 50 123 45 67."), code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class LoginForm(AllauthLoginForm):
    """Sign-in with an account of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or phone")
        self.fields["password"].help_text = ""  # the page has its own way to a new password


class SignupForm(AllauthSignupForm):
    """An account of one's own by e-mail, by phone, or both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["phone"].help_text = _("One of the two is enough.")

    def clean(self) -> Any:
        """One of the two must be given: it is where the code goes."""
        cleaned = super().clean()
        if not self.errors and not (self.cleaned_data.get("email") or self.cleaned_data.get("phone")):
            raise ValidationError(
                _("Give an e-mail address or a phone number: we send a code there."), code="unreachable"
            )
        return cleaned
