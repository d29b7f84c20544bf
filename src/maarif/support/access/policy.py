"""The one table of who may come where: every address by its name, every method by its gate. What is not named does not exist.

A line per address: `"<namespace>:<name>": {"GET": gate, "POST": gate}`. HEAD follows GET. A house test walks the URLconf
and fails on an address without a line, and on a line without an address. Whether *this* actor may see *this* object is
asked again behind the gate, by the `..._for(viewer)` function of the room that owns the object.
"""

from collections.abc import Mapping
from typing import Final

from maarif.support.access.gates import Gate, account, acting, national, official, own, public, token
from maarif.support.access.types import CONSENT_READERS, Role, TokenScope

Gates = Mapping[str, Gate]

_READ: Final[Gates] = {"GET": public()}
_FORM: Final[Gates] = {"GET": public(), "POST": public()}
_OWN_READ: Final[Gates] = {"GET": acting()}
_OWN_FORM: Final[Gates] = {"GET": acting(), "POST": acting()}
_OWN_ACT: Final[Gates] = {"POST": acting()}
_ACCOUNT_READ: Final[Gates] = {"GET": account()}
_ACCOUNT_FORM: Final[Gates] = {"GET": account(), "POST": account()}
_ACCOUNT_ACT: Final[Gates] = {"POST": account()}

# Signing in, one's account and its second factor (allauth's pages in our frame, and identity's own).
_ACCOUNT: Final[Mapping[str, Gates]] = {
    "account_login": _FORM,
    "account_logout": _FORM,
    "account_inactive": _READ,
    "account_signup": _FORM,
    "account_reauthenticate": _ACCOUNT_FORM,
    "account_email": _ACCOUNT_FORM,
    "account_email_verification_sent": _FORM,
    "account_change_password": _ACCOUNT_FORM,
    "account_set_password": _ACCOUNT_FORM,
    "account_reset_password": _FORM,
    "account_confirm_password_reset_code": _FORM,
    "account_complete_password_reset": _FORM,
    "account_password_reset_completed": _READ,
    "account_confirm_login_code": _FORM,
    "account_verify_phone": _FORM,
    "account_change_phone": _ACCOUNT_FORM,
    "mfa_index": _ACCOUNT_READ,
    "mfa_authenticate": _FORM,
    "mfa_reauthenticate": _ACCOUNT_FORM,
    "mfa_activate_totp": _ACCOUNT_FORM,
    "mfa_deactivate_totp": _ACCOUNT_FORM,
    "mfa_view_recovery_codes": _ACCOUNT_FORM,
    "mfa_generate_recovery_codes": _ACCOUNT_FORM,
    "mfa_download_recovery_codes": _ACCOUNT_READ,
    "mfa_list_webauthn": _ACCOUNT_READ,
    "mfa_add_webauthn": _ACCOUNT_FORM,
    "mfa_reauthenticate_webauthn": _ACCOUNT_FORM,
    "mfa_remove_webauthn": _ACCOUNT_FORM,
    "mfa_edit_webauthn": _ACCOUNT_FORM,
    "mfa_login_webauthn": _FORM,
    "usersessions_list": _ACCOUNT_FORM,
    "socialaccount_login_cancelled": _READ,
    "socialaccount_login_error": _READ,
    "national_login": _FORM,
    "national_callback": _READ,
    "identity_step_up": _READ,
    "identity_second_factor": _READ,
    "identity_session": {"GET": public(), "POST": account()},
    "identity_demo_codes": _READ,
}

_PUBLIC: Final[Mapping[str, Gates]] = {
    "public:home": _READ,
    "public:services": _READ,
    "public:service": _READ,
    "public:check": _FORM,
    "public:check_token": _READ,
    "public:check_paper": {"POST": public()},
    "public:offline": _READ,
    "public:help": _READ,
    "public:accessibility": _READ,
    "public:privacy": _READ,
    "public:promises": _READ,
    "public:status": _READ,
    "public:appearance": _FORM,
    "public:feedback": _FORM,
    "healthz": _READ,
    "robots": _READ,
    "sitemap": _READ,
}

_SIGNS: Final = (Role.REGISTRAR, Role.HEAD)

_CABINET: Final[Mapping[str, Gates]] = {
    "cabinet:home": {"GET": own()},
    "cabinet:applications": _OWN_READ,
    "cabinet:application": _OWN_READ,
    "cabinet:sent": _OWN_READ,
    "cabinet:answer": _OWN_FORM,
    "cabinet:case_message": _OWN_ACT,
    "cabinet:withdraw": _OWN_FORM,
    "cabinet:reopen": _OWN_FORM,
    "cabinet:rate": _OWN_ACT,
    "cabinet:signature": {"GET": national(), "POST": national()},
    "cabinet:signature_of_office": {"GET": official(*_SIGNS), "POST": official(*_SIGNS)},
    "cabinet:apply": _OWN_FORM,
    "cabinet:draft": _OWN_READ,
    "cabinet:question": _OWN_FORM,
    "cabinet:autosave": _OWN_ACT,
    "cabinet:papers": _OWN_FORM,
    "cabinet:paper_remove": _OWN_ACT,
    "cabinet:file": _OWN_READ,
    "cabinet:file_page": _OWN_READ,
    "cabinet:remind": _OWN_ACT,
    "cabinet:check": _OWN_FORM,
    "cabinet:discard": _OWN_FORM,
    "cabinet:documents": _OWN_READ,
    "cabinet:document": _OWN_READ,
    "cabinet:document_pdf": _OWN_READ,
    "cabinet:document_json": _OWN_READ,
    "cabinet:document_credential": _OWN_READ,
    "cabinet:messages": {"GET": own()},
    "cabinet:message": {"GET": own()},
    "cabinet:family": _OWN_READ,
    "cabinet:act_for": {"POST": national()},
    "cabinet:data": _OWN_READ,
    "cabinet:looks": _OWN_READ,
    "cabinet:wrong": _OWN_READ,
    "cabinet:settings": _ACCOUNT_READ,
    "cabinet:settings_language": _ACCOUNT_ACT,
    "cabinet:settings_channels": _ACCOUNT_ACT,
    "cabinet:tokens": {"GET": national(), "POST": national()},
    "cabinet:token_revoke": {"POST": national()},
}

_SERVES_PEOPLE: Final = (Role.REGISTRAR, Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER)
_DECIDES_CASES: Final = (Role.REGISTRAR, Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER)
_SERVES_READ: Final[Gates] = {"GET": official(*_SERVES_PEOPLE)}
_SERVES_FORM: Final[Gates] = {"GET": official(*_SERVES_PEOPLE), "POST": official(*_SERVES_PEOPLE)}
_LEADS: Final = (Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER)
_REVOKES: Final = (Role.REGISTRAR, Role.HEAD, Role.MINISTRY_OFFICER)
_DECIDES_DUPLICATES: Final = (Role.MINISTRY_OFFICER,)

_DESK: Final[Mapping[str, Gates]] = {
    "desk:home": {"GET": official()},
    "desk:office": {"POST": official()},
    "desk:cases": {"GET": official(*_DECIDES_CASES), "POST": official(*_DECIDES_CASES)},
    "desk:cases_bulk": {"POST": official(*_DECIDES_CASES)},
    "desk:cases_export": {"POST": official(*_DECIDES_CASES)},
    "desk:case": {"GET": official(*_DECIDES_CASES)},
    "desk:case_act": {"POST": official(*_DECIDES_CASES)},
    "desk:case_message": {"POST": official(*_DECIDES_CASES)},
    "desk:case_decide": {"GET": official(*_DECIDES_CASES), "POST": official(*_DECIDES_CASES)},
    "desk:case_hand_over": {"GET": official(*_DECIDES_CASES)},
    "desk:case_looks": {"GET": official(*_DECIDES_CASES)},
    "desk:load": {"GET": official(*_LEADS)},
    "desk:stand_ins": {"GET": official(*_DECIDES_CASES), "POST": official(*_DECIDES_CASES)},
    "desk:stand_in_end": {"POST": official(*_DECIDES_CASES)},
    "desk:people": {"GET": official(*_SERVES_PEOPLE), "POST": official(*_SERVES_PEOPLE)},
    "desk:person": {"GET": official(*_SERVES_PEOPLE), "POST": official(*_SERVES_PEOPLE)},
    "desk:document": {"GET": official(*_SERVES_PEOPLE)},
    "desk:document_pdf": {"GET": official(*_SERVES_PEOPLE)},
    "desk:document_revoke": {"GET": official(*_REVOKES), "POST": official(*_REVOKES)},
    "desk:intake": _SERVES_FORM,
    "desk:intake_service": _SERVES_FORM,
    "desk:intake_draft": _SERVES_READ,
    "desk:intake_question": _SERVES_FORM,
    "desk:intake_autosave": {"POST": official(*_SERVES_PEOPLE)},
    "desk:intake_papers": _SERVES_FORM,
    "desk:intake_paper_remove": {"POST": official(*_SERVES_PEOPLE)},
    "desk:intake_file": _SERVES_READ,
    "desk:intake_check": _SERVES_FORM,
    "desk:intake_discard": _SERVES_FORM,
    "desk:intake_receipt": _SERVES_READ,
    "desk:file": {"GET": official(*_DECIDES_CASES)},
    "desk:file_content": {"GET": official(*_DECIDES_CASES)},
    "desk:file_page": {"GET": official(*_DECIDES_CASES)},
    "desk:duplicates": {"GET": official(*_DECIDES_DUPLICATES)},
    "desk:duplicate": {"GET": official(*_DECIDES_DUPLICATES), "POST": official(*_DECIDES_DUPLICATES)},
    "desk:duplicate_undo": {"POST": official(*_DECIDES_DUPLICATES)},
}

_ANSWERS: Final[Mapping[str, Gates]] = {
    "answers:list": _READ,
    "answers:answer": _READ,
    "answers:desk": {"GET": official(*_DECIDES_CASES), "POST": official(*_DECIDES_CASES)},
    "answers:act": {"POST": official(*_DECIDES_CASES)},
}

_READS_ANONYMOUS: Final = (Role.REGION_OFFICER, Role.MINISTRY_OFFICER)

_ANONYMOUS: Final[Mapping[str, Gates]] = {
    "anonymous:write": _FORM,
    "anonymous:follow": _FORM,
    "anonymous:desk": {"GET": official(*_READS_ANONYMOUS)},
    "anonymous:new": _SERVES_FORM,
    "anonymous:appeal": {"GET": official(*_READS_ANONYMOUS), "POST": official(*_READS_ANONYMOUS)},
}

_SHOWN_AT_DESK: Final[Gates] = {"GET": official(*CONSENT_READERS)}

_CONSENTS: Final[Mapping[str, Gates]] = {
    "consents:given": _OWN_READ,
    "consents:revoke": _OWN_ACT,
    "consents:shown": {"GET": national()},
    "consents:shown_record": {"GET": national()},
    "consents:office": _SHOWN_AT_DESK,
    "consents:office_record": _SHOWN_AT_DESK,
}

# Programs: the catalogue and the check of documents are open, everything of a person needs a token with the scope.
_API: Final[Mapping[str, Gates]] = {
    "api:api-root": _READ,
    "api:openapi-json": _READ,
    "api:services": _READ,
    "api:service": _READ,
    "api:problems": _READ,
    "api:problem": _READ,
    "api:checks": {"POST": public()},
    "api:me": {"GET": token(TokenScope.PROFILE_READ)},
    "api:eligibility": {"GET": token(TokenScope.CASES_READ)},
    "api:cases": {"GET": token(TokenScope.CASES_READ)},
    "api:case": {"GET": token(TokenScope.CASES_READ)},
    "api:request": {"GET": token(TokenScope.CASES_READ)},
    "api:request_answer": {"POST": token(TokenScope.CASES_WRITE)},
    "api:request_files": {"POST": token(TokenScope.CASES_WRITE)},
    "api:request_file": {"DELETE": token(TokenScope.CASES_WRITE)},
    "api:correction_files": {"POST": token(TokenScope.CASES_WRITE)},
    "api:message_files": {"GET": token(TokenScope.CASES_READ), "POST": token(TokenScope.CASES_WRITE)},
    "api:message_file": {"DELETE": token(TokenScope.CASES_WRITE)},
    "api:messages": {"GET": token(TokenScope.CASES_READ), "POST": token(TokenScope.CASES_WRITE)},
    "api:withdrawal": {"POST": token(TokenScope.CASES_WRITE)},
    "api:reopening": {"POST": token(TokenScope.CASES_WRITE)},
    "api:signature": {"GET": token(TokenScope.CASES_READ), "PUT": token(TokenScope.CASES_WRITE)},
    "api:drafts": {"GET": token(TokenScope.CASES_READ), "POST": token(TokenScope.CASES_WRITE)},
    "api:draft": {"GET": token(TokenScope.CASES_READ), "DELETE": token(TokenScope.CASES_WRITE)},
    "api:options": {"GET": token(TokenScope.CASES_READ)},
    "api:answer": {"PUT": token(TokenScope.CASES_WRITE)},
    "api:answer_files": {"POST": token(TokenScope.CASES_WRITE)},
    "api:answer_file": {"DELETE": token(TokenScope.CASES_WRITE)},
    "api:submission": {"POST": token(TokenScope.CASES_WRITE)},
    "api:documents": {"GET": token(TokenScope.DOCUMENTS_READ)},
    "api:document": {"GET": token(TokenScope.DOCUMENTS_READ)},
    "api:document_pdf": {"GET": token(TokenScope.DOCUMENTS_READ)},
    "api:document_json": {"GET": token(TokenScope.DOCUMENTS_READ)},
    "api:document_credential": {"GET": token(TokenScope.DOCUMENTS_READ)},
    "published_keys": _READ,
    "sms_reports": {"POST": public()},  # a gateway shows who it is by the signature under its report
}

POLICY: Final[Mapping[str, Gates]] = {
    **_ACCOUNT,
    **_PUBLIC,
    **_CABINET,
    **_DESK,
    **_ANONYMOUS,
    **_ANSWERS,
    **_CONSENTS,
    **_API,
}
