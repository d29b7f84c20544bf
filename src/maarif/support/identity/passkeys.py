"""Forms of passkeys: in our words, and an answer that no device makes is an error of the form and not of the portal."""

import struct
from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.utils.translation import gettext_lazy as _

NAME_LENGTH: Final = 60
NO_ANSWER: Final = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, struct.error, InvalidSignature,
    UnsupportedAlgorithm,
)  # fmt: skip
"""What the library raises when the bytes are of nobody's passkey: not the right shape, not the right signature."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: what its owner calls it, and whether it is to replace the password too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH
        self.fields["passwordless"].label = _("Sign in with it without a password too")
        self.fields["passwordless"].help_text = _("Then it always asks for finger, face or PIN.")

    def clean_name(self) -> str:
        """A name that fits into a line; what is too long is cut, since the device has made the passkey already."""
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        """What the device made, proven to be made for this page."""
        try:
            return dict(super().clean())
        except NO_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name of the passkey"), max_length=NAME_LENGTH)


class _Answered:
    """A passkey's answer, or an error of the form."""

    def clean_credential(self) -> Authenticator:
        """The passkey that answered."""
        try:
            shown: Authenticator = super().clean_credential()  # type: ignore[misc]
        except NO_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return shown


class PasskeyShown(_Answered, AuthenticateWebAuthnForm):
    """The second proof while signing in."""


class PasskeyShownAgain(_Answered, ReauthenticateWebAuthnForm):
    """The second proof in a session that goes on."""


class PasskeyInsteadOfPassword(_Answered, LoginWebAuthnForm):
    """A sign-in with nothing but the passkey."""
