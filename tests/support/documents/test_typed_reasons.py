"""What officers once wrote as a reason becomes a reason of the list; their words stay as a note."""

from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from tests.support.documents.papers import order

from maarif.config.cli.verify import command
from maarif.support.documents import operations
from maarif.support.documents.models import Revocation
from maarif.support.documents.queries import reason_text
from maarif.support.documents.types import RevocationReason
from maarif.support.parties.types import SYSTEM, Actor, Assurance

pytestmark = pytest.mark.django_db
MINISTRY = Actor(party=1, role="ministry_officer", scope_kind="country", scope="az", assurance=Assurance.OFFICIAL)
OLD = {
    "В документе ошибка. Неверная программа": "issued_in_error",
    "Sənəddə səhv var. İl səhvdir": "issued_in_error",
    "Жалган маалымат менен алынган. Диплом": "fraud",
    "By decision of a court or another authority. Case 7": "court",
    "the clerk did not like it": "unstated",
}


def test_every_reason_has_its_words_in_every_language() -> None:
    for reason in RevocationReason:
        assert len(set(reason_text(reason).as_dict().values())) == 5, reason


def test_older_rows_are_typed_by_how_they_began_and_stay_protected(holder: int) -> None:
    for words in OLD:
        issued = operations.issue_many(by=SYSTEM, orders=(order(holder),), render=False)[0]
        operations.revoke(by=MINISTRY, public_id=issued.public_id, reason=RevocationReason.COURT, note=words)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_revocation DISABLE TRIGGER USER")
        cursor.execute("UPDATE documents_revocation SET reason = 'unstated'")
        cursor.execute("ALTER TABLE documents_revocation ENABLE TRIGGER USER")
    with connection.schema_editor() as editor:
        import_module("maarif.support.documents.migrations.0002_typed_reasons").type_reasons(apps, editor)
    assert dict(Revocation.objects.values_list("note", "reason")) == OLD
    with pytest.raises(DatabaseError), transaction.atomic():
        Revocation.objects.update(reason="fraud")


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Документ заменён новым"), ("ky", "Документ жаңысы менен алмаштырылган")]
)
def test_the_command_says_why_in_the_wished_language(
    holder: int, keys_folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("MAARIF_KEYS", str(keys_folder))
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),), render=False)[0]
    asked = [issued.token, "--live", "--language", language]
    before = CliRunner().invoke(command, asked)
    assert (before.exit_code, before.output.splitlines()[-1]) == (0, "  The live status is: valid.")
    operations.revoke(by=MINISTRY, public_id=issued.public_id, reason=RevocationReason.SUPERSEDED, note="of the dean")
    after = CliRunner().invoke(command, asked)
    assert (after.exit_code, after.output.splitlines()[0]) == (1, "REVOKED")
    assert words in after.output
    assert "dean" not in after.output
