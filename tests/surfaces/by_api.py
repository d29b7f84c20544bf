"""What applicants do in the scenes of the tests, done by a program through the API, with a token of that person.

Offices have no API: they decide as the scene says. A child for whom somebody acts is named as the draft's subject.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.surfaces.hands import Hands, NotDone, Unknown

KEY: Final = "Idempotency-Key"
WRONG: Final = 400


def _sent(raw: object) -> object:
    """A raw answer as JSON carries it: words, or several of them."""
    if isinstance(raw, list | tuple | set | frozenset):
        return [str(each) for each in raw]
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return "" if raw is None else str(raw)


class Programs(Hands):
    """Programs with tokens of the people of a scene."""

    def __init__(self) -> None:
        super().__init__()
        self.programs: dict[tuple[int, str], Any] = {}

    def forget(self) -> None:
        """Tokens that were issued within what was undone are not there."""
        self.programs.clear()

    def asked(self, by: Any, method: str, path: str, body: object = None, **headers: str) -> Any:
        """What is answered, as JSON; NotDone with the problem. Unknown for whoever has no token: an office, a guardian acting for a child."""
        if by.acting_for is not None or by.scope_kind is not None:
            raise Unknown
        answer = self._program(by).ask(method, path, body, **headers)
        if answer.status_code >= WRONG:
            problem = answer.json()
            assert problem["status"] == answer.status_code < 500, problem
            if problem["code"] == "invalid_token":  # the scene has gone on for longer than a token lasts
                raise Unknown
            raise NotDone(f"{method} {path}: {problem}")
        return answer.json() if answer.content else None

    def _program(self, by: Any) -> Any:
        from maarif.kernel import clock
        from maarif.support.access.operations import issue_token
        from maarif.support.access.types import TokenScope
        from maarif.support.identity.models import Account
        from maarif.support.parties.types import Actor, Assurance
        from tests.surfaces.api.conftest import Program

        key = (by.party, by.language)
        if key not in self.programs:
            account = Account.objects.filter(party_id=by.party).first() or Account.objects.create_user(
                party_id=by.party, language=by.language
            )
            holder = Actor(party=by.party, account=account.pk, assurance=Assurance.NATIONAL, language=by.language)
            with clock.using(clock.SystemClock()):  # the database says when it is issued
                token = issue_token(by=holder, name="scene", scopes=frozenset(TokenScope))
            self.programs[key] = Program(token.secret, by.language)
        return self.programs[key]

    def start_draft(self, original: Any, *, by: Any, service: str, subject: int | None = None) -> str:
        """Applies; the key of the draft."""
        body = {"service": service, **({"subject": subject} if subject is not None else {})}
        return str(self.asked(by, "POST", "/me/drafts", body)["key"])

    def save_answer(self, original: Any, *, by: Any, draft: str, field: str, raw: object) -> None:
        """Answers one question, with what is offered."""
        whole = self.asked(by, "GET", f"/me/drafts/{draft}")
        asked = next((each for each in whole["fields"] if each["code"] == field), None)
        if asked is None or asked["locked"]:
            raise NotDone(f"{field} is not asked")
        sent = _sent(raw)
        offered = {each["value"] for each in asked["options"]}
        picked = set(sent) if isinstance(sent, list) else {str(sent)}
        if offered and not asked["searched"] and not picked - {""} <= offered:
            raise NotDone(f"{field} offers {sorted(offered)}, not {sorted(picked)}")
        self.asked(by, "PUT", f"/me/drafts/{draft}/answers/{field}", {"value": sent})

    def submit(
        self,
        original: Any,
        *,
        by: Any,
        draft: str,
        idempotency_key: str,
        declared: bool = True,
        seen: str | None = None,
    ) -> Any:
        """Reads the answers, declares and sends; the receipt, which the same key gets again."""
        whole = self.asked(by, "GET", f"/me/drafts/{draft}")
        digest = seen if seen is not None else whole["digest"]
        body = {"declared": declared, "digest": digest}
        told = self.asked(by, "POST", f"/me/drafts/{draft}/submission", body, **{KEY: idempotency_key})
        self.sent[by.party, idempotency_key] = digest
        receipt = original(by=by, draft=draft, idempotency_key=idempotency_key, declared=declared, seen=digest)
        assert told["number"] == receipt.number
        self.look(by, receipt.number)
        return receipt

    def take_back(self, original: Any, *, by: Any, number: str) -> None:
        """Takes an application back; once more changes nothing, where the operation refuses."""
        if self.asked(by, "GET", f"/me/cases/{number}")["status"] == "withdrawn":
            raise Unknown
        self.asked(by, "POST", f"/me/cases/{number}/withdrawal", {})
        self.look(by, number)

    def reopen(self, original: Any, *, by: Any, number: str, why: str) -> None:
        """Has it considered again."""
        self.asked(by, "POST", f"/me/cases/{number}/reopening", {"why": why}, **{KEY: f"reopening-of-{number}"})
        self.look(by, number)

    def answer(
        self,
        original: Any,
        *,
        by: Any,
        number: str,
        text: str = "",
        corrections: Mapping[str, object] | None = None,
        files: Sequence[str] = (),
    ) -> None:
        """Answers what the office has asked."""
        body = {
            "text": text,
            "corrections": {code: _sent(raw) for code, raw in (corrections or {}).items()},
            "files": list(files),
        }
        self.asked(by, "POST", f"/me/cases/{number}/request/answer", body, **{KEY: f"answer-{number}-{len(text):08}"})
        self.look(by, number)

    def sign(self, original: Any, *, by: Any, number: str, agrees: bool = True) -> None:
        """Signs beside an applicant, or refuses to."""
        self.asked(by, "PUT", f"/me/signatures/{number}", {"agrees": agrees})

    def look(self, by: Any, number: str) -> None:
        """The application as a program reads it, and the papers that it has brought."""
        case = self.asked(by, "GET", f"/me/cases/{number}")
        assert case["number"] == number
        mine = {each["id"] for each in self.asked(by, "GET", "/me/documents?limit=100")["documents"]}
        for document in case["documents"]:
            if document in mine:
                self.asked(by, "GET", f"/me/documents/{document}")
