"""Every setting that the environment may give, each with its default and its meaning, in one table.

`docs/reference/settings.md` is generated from this table (`maarif reference settings`), and a house test holds the two equal.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[3]


class SettingMissing(RuntimeError):
    """A setting that has no default was not given by the environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable of the environment: its name, default (None: must be given in production) and meaning."""

    name: str
    default: str | None
    meaning: str
    secret: bool = False


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(name="MAARIF_COUNTRY", default="az", meaning="The country served: a folder of `countries/` (az, kg, kz)."),
    Setting(
        name="MAARIF_VAR",
        default="var",
        meaning="Folder of everything that changes: database, keys, files, heads of the ledger.",
    ),
    Setting(
        name="MAARIF_BASE_URL",
        default="http://127.0.0.1:8000",
        meaning="Public address of the portal, written into QR codes and mails.",
    ),
    Setting(
        name="MAARIF_ALLOWED_HOSTS",
        default="127.0.0.1,localhost,[::1]",
        meaning="Host names answered, separated by commas.",
    ),
    Setting(
        name="MAARIF_SECRET_KEY",
        default=None,
        secret=True,
        meaning="Signs sessions and form tokens. Kept in `MAARIF_VAR/secrets` when not given.",
    ),
    Setting(
        name="MAARIF_DATA_KEY",
        default=None,
        secret=True,
        meaning="Seals personal numbers at rest (32 bytes, hexadecimal). Kept in `MAARIF_VAR/secrets` when not given.",
    ),
    Setting(
        name="MAARIF_INDEX_KEY",
        default=None,
        secret=True,
        meaning="Keys the hash by which a personal number is found (32 bytes, hexadecimal). Kept in `MAARIF_VAR/secrets` when not given.",
    ),
    Setting(
        name="MAARIF_DEBUG", default="0", meaning="1 shows Django's own debug pages to developers; never in production."
    ),
    Setting(
        name="MAARIF_DEMO",
        default="0",
        meaning="1 marks a demonstration: the simulated providers may be used and one-time codes are shown.",
    ),
    Setting(
        name="MAARIF_HTTPS",
        default="0",
        meaning="1 when the portal is reached by HTTPS: cookies become secure and HSTS is sent.",
    ),
    Setting(
        name="MAARIF_PROXIES",
        default="0",
        meaning="How many proxies of ours stand in a row before the portal; the visitor's address is then taken from what they say.",
    ),
    Setting(
        name="DATABASE_URL",
        default="",
        meaning="An external PostgreSQL 15+ as the role `maarif_app`; empty uses the embedded PostgreSQL under `MAARIF_VAR`.",
    ),
    Setting(
        name="DATABASE_OWNER_URL",
        default="",
        meaning="The same database as the role that migrates; empty means `DATABASE_URL` (or the embedded owner).",
    ),
    Setting(
        name="DATABASE_READER_URL",
        default="",
        meaning="The same database as the role that only reads, for insight; empty means `DATABASE_URL` (or the embedded reader).",
    ),
    Setting(
        name="MAARIF_DATABASE_ROLE",
        default="app",
        meaning="Which of the three roles this process takes: app, owner or reader. Commands set it themselves.",
    ),
    Setting(name="MAARIF_WEB_THREADS", default="4", meaning="Threads per web worker."),
    Setting(name="MAARIF_WEB_WORKERS", default="2", meaning="Web worker processes."),
    Setting(
        name="MAARIF_NATIONAL_PROVIDER",
        default="http://127.0.0.1:8010",
        meaning="Issuer address of the national identity provider (OpenID Connect).",
    ),
    Setting(
        name="MAARIF_NATIONAL_CLIENT_ID", default="maarif", meaning="Client name at the national identity provider."
    ),
    Setting(
        name="MAARIF_NATIONAL_CLIENT_SECRET",
        default="demo-only-secret",
        secret=True,
        meaning="Client secret at the national identity provider.",
    ),
    Setting(name="MAARIF_SMTP_HOST", default="127.0.0.1", meaning="Mail server."),
    Setting(name="MAARIF_SMTP_PORT", default="8025", meaning="Port of the mail server."),
    Setting(name="MAARIF_SMTP_USER", default="", meaning="User at the mail server; empty sends without signing in."),
    Setting(name="MAARIF_SMTP_PASSWORD", default="", secret=True, meaning="Password at the mail server."),
    Setting(name="MAARIF_SMTP_TLS", default="0", meaning="1 speaks STARTTLS with the mail server."),
    Setting(
        name="MAARIF_SMTP_AUTHORITY",
        default="",
        meaning="File of the certificates that the mail servers' own are signed by; empty trusts those of the system.",
    ),
    Setting(
        name="MAARIF_SMTP_NEXT",
        default="",
        secret=True,
        meaning="Further mail servers, asked in this order when the first does not work: `smtp+starttls://user:password@host:587` "
        "(or `smtps://`, `smtp://`), separated by spaces.",
    ),
    Setting(name="MAARIF_MAIL_FROM", default="Maarif <no-reply@maarif.example>", meaning="Sender of the mails."),
    Setting(
        name="MAARIF_FEEDBACK_MAIL",
        default="feedback@maarif.example",
        meaning="Who receives what readers say about a page.",
    ),
    Setting(name="MAARIF_SMS_URL", default="http://127.0.0.1:8026/sms", meaning="Address of the text-message gateway."),
    Setting(
        name="MAARIF_SMS_TOKEN",
        default="demo-only-token",
        secret=True,
        meaning="Bearer token of the text-message gateway.",
    ),
    Setting(
        name="MAARIF_SMS_NEXT",
        default="",
        secret=True,
        meaning="Further gateways, asked in this order when the first does not work: `https://token@host/path`, separated by spaces.",
    ),
    Setting(
        name="MAARIF_SMS_REPORT_SECRETS",
        default="",
        secret=True,
        meaning="Secrets (`whsec_...`, separated by spaces) that gateways sign their delivery reports with; empty takes no reports.",
    ),
    Setting(
        name="MAARIF_SMS_QUIET",
        default="22:00-08:00",
        meaning="Hours, by the country's clock, in which text messages wait for the morning; codes and security do not. Empty: none.",
    ),
    Setting(
        name="MAARIF_NOTICES_TIMEOUT",
        default="20",
        meaning="Seconds that a mail server or gateway may take for one letter or text message, in all.",
    ),
    Setting(
        name="MAARIF_NOTICES_WAITS",
        default="5 30 120 600 1800 3600 10800 21600 43200 86400",
        meaning="Seconds between the attempts at a letter or text message; after the last one it is given up.",
    ),
    Setting(
        name="MAARIF_CIRCUIT_FAILURES",
        default="5",
        meaning="Failures in a row after which a mail server or gateway is left alone for a while.",
    ),
    Setting(
        name="MAARIF_CIRCUIT_SECONDS",
        default="60",
        meaning="For how long it is left alone before one delivery tries it again.",
    ),
    Setting(name="MAARIF_KEYS", default="", meaning="Folder of the signing keys; empty means `MAARIF_VAR/keys`."),
    Setting(
        name="MAARIF_LEDGER_HEADS",
        default="",
        meaning="Folder, best on another host, that receives the signed heads of the ledgers; empty means `MAARIF_VAR/ledger-heads`.",
    ),
    Setting(
        name="MAARIF_FILES",
        default="",
        meaning="Folder of the files that people send in, outside everything that is served, shared by all servers; empty means `MAARIF_VAR/files`.",
    ),
    Setting(
        name="MAARIF_CLAMD",
        default="",
        meaning="The virus scanner: `unix:/run/clamav/clamd.ctl` or `tcp:host:port`; empty scans nothing, and the files say so.",
    ),
    Setting(name="MAARIF_LOG_JSON", default="0", meaning="1 writes the log as JSON lines."),
)

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


def value(name: str) -> str:
    """The text of a setting: from the environment, else its default; SettingMissing when there is neither."""
    setting = _BY_NAME[name]
    given = os.environ.get(name)
    if given is not None and given != "":
        return given
    if setting.default is None:
        raise SettingMissing(f"{name} must be set: {setting.meaning}")
    return setting.default


def flag(name: str) -> bool:
    """Whether a yes/no setting says yes (1, true, yes, on)."""
    return value(name).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str) -> int:
    """A setting that is a whole number."""
    return int(value(name))


def var() -> Path:
    """The folder of everything that changes, absolute."""
    path = Path(value("MAARIF_VAR"))
    return path if path.is_absolute() else PROJECT / path


def secret(name: str) -> str:
    """A secret from the environment, else one made once and kept under `MAARIF_VAR/secrets`, readable by its owner only."""
    try:
        return value(name)
    except SettingMissing:
        path = var() / "secrets" / name.lower()
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _made_once(path)


def _made_once(path: Path) -> str:
    """Writes a new secret; when two processes start together the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
