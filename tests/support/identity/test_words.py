"""allauth's pages speak our five languages: where its own catalogues have holes, ours fill them."""

import gettext
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from maarif.config import catalogues
from maarif.support import identity

ALLAUTH = Path(allauth.__file__).parent
DJANGO = Path(django.__file__).parent
OURS = Path(identity.__file__).parent
FOLDERS = ("account", "mfa", "usersessions")
PYTHON = (
    "account/forms.py", "account/adapter.py", "account/fields.py", "mfa/base/forms.py", "mfa/totp/forms.py",
    "mfa/webauthn/forms.py", "mfa/recovery_codes/forms.py", "mfa/adapter.py",
)  # fmt: skip
NEVER_SHOWN = (
    "login_code", "signup_by", "email_confirm.html", "password_reset_from_key", "password_reset_key", "signup_closed",
    "mfa/trust", "email_change.html", "verified_email_required",
)  # fmt: skip
DJANGOS = (
    "This field is required.",
    "Enter a valid email address.",
    "Null characters are not allowed.",
    "This password is too common.",
    "This password is too short. It must contain at least %(min_length)d character.",
    "The password is too similar to the %(verbose_name)s.",
    "Your password must contain at least %(min_length)d character.",
)


def sources() -> Iterator[Path]:
    """allauth's files whose words people may see here, without those that our templates replace."""
    for folder in FOLDERS:
        for path in sorted((ALLAUTH / "templates" / folder).rglob("*")):
            name = path.relative_to(ALLAUTH / "templates").as_posix()
            hidden = any(part in name for part in NEVER_SHOWN) or (OURS / "templates" / name).exists()
            if path.is_file() and not hidden:
                yield path
    yield from (ALLAUTH / name for name in PYTHON)


def said() -> set[str]:
    """Every message of those files."""
    found = set(DJANGOS)
    for path in sources():
        text = path.read_text()
        if path.suffix != ".py":
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        for _, words, _, _ in extract(
            "python", BytesIO(text.encode()), keywords=catalogues._KEYWORDS, options={"encoding": "utf-8"}
        ):
            found.add(words[0] if isinstance(words, tuple) else words)
    return {words for words in found if words}


def translated(path: Path) -> set[str]:
    """What a catalogue translates."""
    if not path.exists():
        return set()
    with path.open("rb") as file:
        rows = read_po(file)
    return {
        row.id[0] if isinstance(row.id, tuple) else row.id
        for row in rows
        if row.id and not row.fuzzy and (all(row.string) if isinstance(row.string, tuple) else row.string)
    }


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_word_of_allauths_pages_is_there(language: str) -> None:
    tail = Path("locale") / language / "LC_MESSAGES" / "django.po"
    known = translated(OURS / tail) | translated(ALLAUTH / tail)
    for app in ("conf", "contrib/auth"):
        known |= translated(DJANGO / app / tail)
    assert said() - known == set()
    assert len(said()) > 160


def test_the_hole_that_is_filled_is_a_hole() -> None:
    """The planted fault is the world as it is: without our catalogue Kazakh is missing nearly everywhere."""
    tail = Path("locale") / "kk" / "LC_MESSAGES" / "django.po"
    assert len(said() - translated(ALLAUTH / tail)) > 150


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_our_words_keep_the_places_for_values(language: str) -> None:
    rows = catalogues.read(OURS, language)
    for row in rows:
        if row.id:
            ids = row.id if isinstance(row.id, tuple) else (row.id,)
            strings = row.string if isinstance(row.string, tuple | list) else (row.string,)
            allowed = {catalogues.placeholders(str(one)) for one in ids}
            assert all(catalogues.placeholders(str(one)) in allowed for one in strings), row.id


def test_a_compiled_catalogue_is_read_before_allauths(tmp_path: Path) -> None:
    path = catalogues.compile_catalogue(OURS, "az")
    with path.open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Forgot your password?") == "Şifrəni unutmusunuz?"
