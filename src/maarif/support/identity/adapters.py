"""How allauth does things our way: letters and codes go through notices, sign-ins are tied to persons, secrets are sealed."""

import logging
from typing import Any, Final
from urllib.parse import urlencode

import phonenumbers
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.support.audit.operations import record_write
from maarif.support.identity import sealing
from maarif.support.identity.directory import find_person
from maarif.support.identity.fields import PhoneField
from maarif.support.identity.models import Account
from maarif.support.identity.queries import signed_in
from maarif.support.identity.types import Proof
from maarif.support.notices.operations import send_letter, send_sms
from maarif.support.parties.types import Actor

log = logging.getLogger("maarif.identity")

CODE_LETTERS: Final = frozenset(
    {
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "account/email/login_code",
        "account/email/password_reset_code",
        "account/email/password_reset_key",
    }
)


WAYS: Final = {
    "mfa_reauthenticate": gettext_lazy("Use a code instead"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use the passkey instead"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of one's own: letters and text messages through notices, numbers as E.164."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Words allauth's letter in the page's language and leaves its sending to a job."""
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        send_letter(
            address=email,
            language=_language(),
            subject=str(message.subject),
            body=str(message.body),
            code=template_prefix in CODE_LETTERS,
        )

    def format_email_subject(self, subject: str) -> str:
        """The subject alone: the sender's name says who writes."""
        return str(subject)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Sends the code that confirms a number."""
        text = _("%(code)s is your Maarif code. Tell it to nobody: we never ask for it.") % {"code": code}
        send_sms(phone=phone, language=_language(), text=text, code=True)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Tells the owner of a number, and nobody else, that it has no account."""
        text = _("Somebody, perhaps you, asked for a Maarif code for this number. No account has it.")
        send_sms(phone=phone, language=_language(), text=text)

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tells the owner of a number, and nobody else, that it has an account already."""
        text = _(
            "Somebody, perhaps you, tried to open a Maarif account with this number. You have one: please sign in."
        )
        send_sms(phone=phone, language=_language(), text=text)

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """A field that reads numbers as people of this country write them."""
        return PhoneField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        """Numbers are compared as E.164."""
        return phonenumbers.format_number(
            phonenumbers.parse(phone, settings.COUNTRY.upper()), phonenumbers.PhoneNumberFormat.E164
        )

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """Notes a number, confirmed or not."""
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """The account's number and whether it is confirmed."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Confirms the number: whoever had claimed it without proof loses the claim."""
        with transaction.atomic():
            Account.objects.filter(phone=phone, phone_verified=True).exclude(pk=user.pk).update(
                phone="", phone_verified=False
            )
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        """The account that has confirmed a number; a mere claim keeps nobody else out."""
        return Account.objects.filter(phone=phone, phone_verified=True).first()

    def get_login_stages(self) -> list[str]:
        """allauth's stages, with an e-mail stage that knows accounts without any e-mail."""
        ours = "maarif.support.identity.stages.EmailStage"
        return [ours if stage.endswith(".EmailVerificationStage") else stage for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The cabinet, in the account's language."""
        language = request.user.language if isinstance(request.user, Account) else _language()
        return f"/{language}{settings.LOGIN_REDIRECT_URL}"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The cabinet, in the page's language."""
        return f"/{_language()}{settings.LOGIN_REDIRECT_URL}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's ways to confirm that one is still oneself; who has a passkey is asked for it first."""
        given: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        ways = [{**way, "description": WAYS.get(way["id"], way["description"])} for way in given]
        return sorted(ways, key=lambda way: way["id"] != "mfa_reauthenticate:webauthn")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Home; whoever came from the national provider leaves it too (RP-initiated logout), and comes back from there."""
        person = signed_in(request)
        if person is None or not person.national or not settings.NATIONAL_LOGOUT:
            return f"/{_language()}/"
        back = {"client_id": settings.NATIONAL_CLIENT_ID, "post_logout_redirect_uri": f"{settings.BASE_URL}/"}
        return f"{settings.NATIONAL_LOGOUT}?{urlencode(back)}"

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new account speaks the language of the page it was made on."""
        user.language = _language()
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Writes the sign-in into the ledger and goes on."""
        person = signed_in(request)
        if person is not None:
            actor = Actor(party=person.party, account=person.account, assurance=person.assurance, language=_language())
            subjects = [person.party] if person.party is not None else []
            record_write(
                by=actor, verb="identity.sign_in", subjects=subjects, detail={"assurance": person.assurance.name}
            )
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SocialAdapter(DefaultSocialAccountAdapter):
    """Ties a national sign-in to a person of the registers, and so to that person's one account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds the person by number and birth date; stops with a page when there is none, or when it is another one."""
        claims = sociallogin.claims
        party = find_person(claims.country, claims.personal_number, claims.birth_date)
        if party is None:
            log.warning("national sign-in of a person who is not in the registers")
            raise ImmediateHttpResponse(render(request, "identity/not_in_registers.html", status=403))
        if sociallogin.is_existing:
            self._same_person(request, sociallogin, party)
            return
        account = Account.objects.filter(party_id=party).first() or _own_account_to_tie(request, sociallogin, party)
        if account is not None:
            sociallogin.connect(request, account)
        else:
            sociallogin.user.party_id = party
            sociallogin.user.proof = Proof.NATIONAL.value
            sociallogin.user.language = _language()

    def _same_person(self, request: HttpRequest, sociallogin: Any, party: int) -> None:
        if sociallogin.user.party_id != party:
            log.error("account %s is tied to another person than the provider names", sociallogin.user.pk)
            raise ImmediateHttpResponse(render(request, "identity/another_person.html", status=403))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Account:
        """Makes the account; of two first sign-ins at the same moment the second finds the first one's."""
        try:
            with transaction.atomic():
                account: Account = super().save_user(request, sociallogin, form)
        except IntegrityError:
            account = Account.objects.get(party_id=sociallogin.user.party_id)
            sociallogin.user = account
        return account

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The provider has said all there is to say: no form follows."""
        return True

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Being tied to one's own national identity needs no letter."""


def _own_account_to_tie(request: HttpRequest, sociallogin: Any, party: int) -> Account | None:
    """The signed-in account of one's own that its owner has just asked to be tied to this person, if so."""
    account = request.user
    if not (isinstance(account, Account) and account.party_id is None and sociallogin.state.get("tie")):
        return None
    account.party_id, account.proof = party, Proof.NATIONAL.value
    account.save(update_fields=["party", "proof"])
    actor = Actor(party=party, account=account.pk, language=_language())
    record_write(by=actor, verb="identity.tie", subjects=[party], detail={"account": account.pk})
    return account


class MfaAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed at rest."""

    def encrypt(self, text: str) -> str:
        """Seals a secret."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opens a sealed secret."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls us."""
        return "Maarif"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new passkey is called unless its owner names it."""
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": there + 1}

    def _get_user_identifier(self, user: Any) -> str:
        return display(user)


def display(account: Account) -> str:
    """How an account is called among its owner's own things; never a name from the registers."""
    if account.email:
        return account.email
    primary = EmailAddress.objects.get_primary_email(account)
    return str(primary or account.phone or str(account.public_id)[:8])


def _language() -> str:
    return (translation.get_language() or "az").split("-")[0]
