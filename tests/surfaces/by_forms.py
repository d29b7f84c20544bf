"""What people do in the scenes of the tests, done with the forms of the portal's pages.

Each act opens the page on which that person does it, finds the form there, picks only what the form offers, and sends it. After each act the
applicant's own page is opened, and the desk's: nothing may stand there that nobody has put into words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.surfaces.hands import Hands, NotDone, Unknown, done_by

DRAFT: Final = re.compile(r"/drafts/([0-9a-f-]{36})/")
REDIRECTED: Final = 302
UNSOUND: Final = re.compile(r"\bNone\b(?! of )|%\(\w+\)|\{\{|\{%|\bText\(| object at 0x|<class ")
"""What stands on a page only when a value was written out that nobody has put into words."""


class Form:
    """One form of a page as a browser would send it."""

    def __init__(self, form: Any, address: str) -> None:
        self.form, self.address = form, form.action or address
        self.values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            self.values.setdefault(name, []).append(value)

    def offers(self, name: str) -> set[str] | None:
        """The values that may be picked for a field; None where one types. NotDone when there is no such field."""
        fields = self.form.xpath(".//*[@name=$name]", name=name)
        if not fields:
            raise NotDone(f"no field {name}")
        kinds = {field.get("type") for field in fields} & {"radio", "checkbox"}
        if kinds:
            return {field.get("value", "") for field in fields} - {""}
        return {option.get("value", "") for option in fields[0].iter("option")} if fields[0].tag == "select" else None

    def fill(self, name: str, raw: object) -> None:
        """Types or picks; NotDone when there is no such field, or it does not offer this."""
        wanted = [_typed(each) for each in raw] if isinstance(raw, list | tuple | set | frozenset) else [_typed(raw)]
        searched = bool(self.form.xpath(".//*[@name=$name]", name=f"find-{name}"))
        offered = None if searched else self.offers(name)
        if offered is not None and not set(wanted) - {""} <= offered:
            raise NotDone(f"{name} offers {sorted(offered)}, not {wanted}")
        if offered is None and self.form.xpath(".//input[@name=$name][@type='hidden']", name=name):
            raise NotDone(f"{name} is not asked")
        self.values[name] = wanted

    def has(self, name: str) -> bool:
        """Whether it has such a field, or searches for what it is."""
        return bool(self.form.xpath(".//*[@name=$name or @name=$box]", name=name, box=f"find-{name}"))

    def with_button(self, name: str, value: str) -> bool:
        """Whether it has this button."""
        return bool(self.form.xpath(".//button[@name=$name][@value=$value]", name=name, value=value))


def _typed(raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return "" if raw is None else str(raw)


def _seen(turn: int | None, history: int | None) -> dict[str, list[str]]:
    """What a page that was opened earlier says it has seen; nothing for the page as it is opened."""
    told = {"seen": turn, "as_of": history}
    return {name: [str(value)] for name, value in told.items() if value is not None}


def forms_of(answer: Any, address: str) -> list[Form]:
    """The forms of a page that send something."""
    page = html.fromstring(answer.content)
    return [Form(form, address) for form in page.forms if form.method == "POST"]


def sound(answer: Any) -> None:
    """Nothing stands on a page that nobody has put into words."""
    page = html.fromstring(answer.content)
    for one in page.xpath("//script | //style"):
        one.drop_tree()
    words = page.text_content()
    found = UNSOUND.search(words)
    assert found is None, words[max(0, found.start() - 200) : found.end() + 200]


class Portal(Hands):
    """The pages as the people of a scene use them, each signed in once."""

    def __init__(self) -> None:
        super().__init__()
        self.clients: dict[tuple[object, ...], Any] = {}

    def forget(self) -> None:
        """Whoever signed in within what was undone is signed in no more."""
        self.clients.clear()

    # --- who ----------------------------------------------------------------------------------------------------

    def citizen(self, by: Any) -> Any:
        """A browser in which a citizen is signed in, acting for whom the actor acts."""
        return self._signed_in(by.party, by.assurance, acting_for=by.acting_for)

    def official(self, by: Any) -> Any:
        """A browser in which an officer is signed in to the office of this actor; NotDone where no grant says so."""
        from maarif.support.access import queries as access

        grants = access.roles_of(by.party)
        mine = (by.role, by.scope_kind, by.scope)
        office = next((each.id for each in grants if (each.role, each.scope_kind, each.scope) == mine), None)
        if office is None:
            raise NotDone(f"nobody gave {by.party} the office {mine}")
        return self._signed_in(by.party, by.assurance, office=office)

    def _signed_in(self, party: int, assurance: Any, **how: int | None) -> Any:
        from django.test import Client

        from tests.signing_in import sign_in

        key = (party, assurance, *how.items())
        if key not in self.clients:
            self.clients[key] = Client()
            sign_in(self.clients[key], party, assurance=assurance, **how)
        return self.clients[key]

    def opened(self, client: Any, address: str) -> list[Form]:
        """The forms of a page that is opened; NotDone when there is none such, or it leads elsewhere."""
        answer = client.get(address)
        if answer.status_code != 200:
            raise NotDone(f"{address} answers {answer.status_code} {answer.get('Location', '')}")
        sound(answer)
        return forms_of(answer, address)

    def sends(self, client: Any, form: Form, **more: str) -> Any:
        """The form, sent with a button perhaps; the answer, which is a page or leads to one."""
        answer = client.post(form.address, {**form.values, **more})
        if answer.status_code == 200:
            sound(answer)
        elif answer.status_code != REDIRECTED:
            said = html.fromstring(answer.content).xpath("//*[@id='errors']//li | //*[@class='ds-validation-message']")
            raise NotDone(f"{form.address} answers {answer.status_code}: {[one.text_content() for one in said]}")
        return answer

    # --- applicants ---------------------------------------------------------------------------------------------

    def start_draft(self, original: Any, *, by: Any, service: str, subject: int | None = None) -> str:
        """Applies; the key of the draft."""
        client, address = self.citizen(by), f"/{by.language}/cabinet/apply/{service}/"
        subject = by.acting_for if subject is None else subject
        answer = client.get(address)
        choices = html.fromstring(answer.content).xpath("//input[@name='for'][@type='radio']")
        if subject is None and len(choices) > 1:
            raise NotDone("for whom?")
        forms = self.opened(client, address if subject is None else f"{address}?for={subject}")
        start = next((form for form in forms if "for" in form.values), None)
        if start is None:
            raise NotDone("one cannot begin")
        if subject is not None and start.values["for"] != [str(subject)]:
            raise NotDone(f"it would be for {start.values['for']}, not {subject}")
        leads = self.sends(client, start).get("Location", "")
        found = DRAFT.search(leads)
        if found is None:
            raise NotDone(f"it leads to {leads}")
        return found[1]

    def save_answer(self, original: Any, *, by: Any, draft: str, field: str, raw: object) -> None:
        """Answers one question."""
        client, address = self.citizen(by), f"/{by.language}/cabinet/drafts/{draft}/questions/{field}/"
        asked = next((form for form in self.opened(client, address) if form.has(field)), None)
        if asked is None:
            raise NotDone(f"{field} is not asked")
        asked.fill(field, raw)
        if self.sends(client, asked).status_code != REDIRECTED:
            raise NotDone(f"{field} is asked again")

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
        """Looks through the answers, declares and sends; the receipt, which the same key gets again."""
        client, address = self.citizen(by), f"/{by.language}/cabinet/drafts/{draft}/check/"
        self._passed_by(client, address)
        check = next((form for form in self.opened(client, address) if "key" in form.values), None)
        if check is None:
            raise NotDone("the answers cannot be checked")
        check.values["key"] = [idempotency_key]
        if seen is not None:
            check.values["seen"] = [seen]
        if declared:
            check.fill("declaration", "yes")
        leads = self.sends(client, check).get("Location", "")
        if "/applications/" not in leads:
            raise NotDone(f"it leads to {leads}")
        self.sent[by.party, idempotency_key] = seen = check.values["seen"][0]
        sound(client.get(leads))
        receipt = original(by=by, draft=draft, idempotency_key=idempotency_key, declared=declared, seen=seen)
        self.look(receipt.number)
        return receipt

    def _passed_by(self, client: Any, check: str) -> None:
        """Goes on from each question that may be left out; NotDone when one may not."""
        for _question in range(20):
            leads = client.get(check).get("Location", "")
            if "/questions/" not in leads and "/files/" not in leads:
                return
            form = next((form for form in self.opened(client, leads) if form.address == leads), None)
            if form is None or self.sends(client, form, then="continue").get("Location", leads) == leads:
                raise NotDone(f"{leads} cannot be left out")

    def attach(self, original: Any, *, by: Any, draft: str, field: str, arrived: Sequence[Any]) -> tuple[object, ...]:
        """Puts files in, all at once."""
        if not arrived:
            raise Unknown
        client, address = self.citizen(by), f"/{by.language}/cabinet/drafts/{draft}/files/{field}/"
        form = next((form for form in self.opened(client, address) if form.address == address), None)
        if form is None or not form.has(field):
            raise NotDone(f"{field} takes no file")
        form.values[field] = [SimpleUploadedFile(each.name, each.path.read_bytes()) for each in arrived]
        if self.sends(client, form, then="stay").status_code != REDIRECTED:
            raise NotDone(f"{field} takes not all of them")
        return ()

    def rate(self, original: Any, *, by: Any, number: str, mark: int, text: str = "") -> None:
        """Says how satisfied one is, below the decided application."""
        address = f"/{by.language}/cabinet/applications/{number}/"
        found = self.opened(self.citizen(by), address)
        form = next((form for form in found if form.address == f"{address}rate/"), None)
        if form is None:
            raise NotDone("no mark is asked")
        form.fill("mark", mark)
        form.fill("text", text)
        if self.sends(self.citizen(by), form).status_code != REDIRECTED:
            raise NotDone("the mark is not taken")

    def take_back(self, original: Any, *, by: Any, number: str) -> None:
        """Takes an application back."""
        self._plain(self.citizen(by), f"/{by.language}/cabinet/applications/{number}/withdraw/")
        self.look(number)

    def reopen(self, original: Any, *, by: Any, number: str, why: str) -> None:
        """Has it considered again."""
        self._plain(self.citizen(by), f"/{by.language}/cabinet/applications/{number}/reopen/", {"text": why})
        self.look(number)

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
        """Answers what the office has asked; files come otherwise, and have tests of their own."""
        if files:
            raise Unknown
        filled = {**(corrections or {}), **({"text": text} if text else {})}
        self._plain(self.citizen(by), f"/{by.language}/cabinet/applications/{number}/answer/", filled)
        self.look(number)

    def sign(self, original: Any, *, by: Any, number: str, agrees: bool = True) -> None:
        """Signs beside an applicant, or refuses to."""
        client, address = self.citizen(by), f"/{by.language}/cabinet/signatures/{number}/"
        if by.scope_kind is not None:
            client, address = self.official(by), f"{address}office/"
        says = "yes" if agrees else "no"
        forms = self.opened(client, address if agrees else f"{address}?refuse=yes")
        form = next((form for form in forms if form.with_button("agrees", says)), None)
        if form is None:
            raise NotDone("nothing is asked to be signed")
        form.address = address
        self.sends(client, form, agrees=says)
        self.look(number)

    def _plain(self, client: Any, address: str, filled: Mapping[str, object] = MappingProxyType({})) -> None:
        """A page with one form about its own matter; done when it leads on."""
        path = address.partition("?")[0]
        form = next((form for form in self.opened(client, address) if form.address == path), None)
        if form is None:
            raise NotDone(f"{address} has no form")
        if form.form.xpath(".//input[@type='file']"):
            raise Unknown
        for name, raw in filled.items():
            if form.has(name):  # what is not asked is not looked at
                form.fill(name, raw)
        if self.sends(client, form).status_code != REDIRECTED:
            raise NotDone(f"{address} is shown again")

    # --- offices ------------------------------------------------------------------------------------------------

    def decide(
        self,
        original: Any,
        *,
        by: Any,
        number: str,
        to: str,
        noted: Mapping[str, object] | None = None,
        grounds: tuple[str, ...] = (),
        note: str = "",
        seen: int | None = None,
        as_of: int | None = None,
    ) -> None:
        """Chooses a way, fills in what it asks, looks at what will follow, and decides so."""
        client, desk = self.official(by), f"/{by.language}/desk/cases/{number}/"
        form = next((form for form in self.opened(client, desk) if form.address.endswith("/decide/")), None)
        if form is None:
            raise NotDone("nothing to decide")
        form.fill("to", to)
        for code, raw in (noted or {}).items():
            if form.has(f"{to}-{code}"):  # what a way does not ask is not looked at
                form.fill(f"{to}-{code}", raw)
        if grounds:
            form.fill(f"{to}-grounds", grounds)
        form.fill("note", note)
        form.values |= _seen(seen, as_of)
        looked = self.sends(client, form)
        if looked.status_code == REDIRECTED:
            raise NotDone(self._said(looked))
        sure = next((each for each in forms_of(looked, desk) if each.with_button("confirmed", "yes")), None)
        assert sure is not None, "the decision that was looked at has no button"
        self._told(self.sends(client, sure, confirmed="yes"))
        self.look(number, client, desk)

    def confirm(
        self, original: Any, *, by: Any, number: str, seen: int | None = None, as_of: int | None = None
    ) -> None:
        """Confirms what a colleague has proposed."""
        self._verb(by, number, "confirm", {}, looked=_seen(seen, as_of))

    def send_back(self, original: Any, *, by: Any, number: str, why: str) -> None:
        """Sends a proposal back."""
        self._verb(by, number, "send_back", {"why_back": why})

    def claim(self, original: Any, *, by: Any, number: str) -> None:
        """Takes a case onto one's own desk."""
        self._verb(by, number, "claim", {})

    def unclaim(self, original: Any, *, by: Any, number: str) -> None:
        """Puts it back."""
        self._verb(by, number, "unclaim", {})

    def assign(self, original: Any, *, by: Any, number: str, to: int) -> None:
        """Gives it to a colleague."""
        self._verb(by, number, "assign", {"colleague": to})

    def give_opinion(self, original: Any, *, by: Any, number: str, opinion: str, favourable: bool, text: str) -> None:
        """Gives the opinion that was asked."""
        self._verb(by, number, "give_opinion", {"favourable": favourable, "said": text}, opinion=opinion)

    def ask_opinion(self, original: Any, *, by: Any, number: str, opinion: str, text: str = "") -> None:
        """Asks for an opinion."""
        self._verb(by, number, "ask_opinion", {"opinion": opinion, "about": text})

    def extend(self, original: Any, *, by: Any, number: str, days: int, why: str) -> None:
        """Lengthens the term."""
        self._verb(by, number, "extend", {"days": days, "why_more": why})

    def write_note(self, original: Any, *, by: Any, number: str, text: str) -> None:
        """Writes a note for colleagues."""
        self._verb(by, number, "note", {"internal": text})

    def ask(self, original: Any, *, by: Any, number: str, kind: Any, text: str, fields: Sequence[str] = ()) -> int:
        """Asks the applicant; the number of the request."""
        from maarif.engine.cases.models import Request

        filled = {"kind": kind.value, "question": text, **({"fields": list(fields)} if fields else {})}
        self._verb(by, number, "ask", filled)
        return int(Request.objects.filter(case__number=number).order_by("pk").values_list("pk", flat=True).last())

    def sort_anew(self, original: Any, *, by: Any, number: str, category: str, why: str) -> bool:
        """Gives it another category; whether it has moved to another office."""
        from maarif.engine.cases.models import Turn

        opened = Turn.objects.filter(number=number, closed_at=None, kind="stage").values_list("office", "scope")
        before = opened.get()
        self._verb(by, number, "sort", {"category": category, "why_sort": why})
        return bool(before != opened.get())

    def split(self, original: Any, *, by: Any, number: str, field: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Makes several of one that asks several things; the new numbers."""
        from maarif.engine.cases.models import Case

        before = set(Case.objects.values_list("number", flat=True))
        self._verb(by, number, "split", {"part": list(texts)}, split_field=field)
        return tuple(sorted(set(Case.objects.values_list("number", flat=True)) - before))

    def join(self, original: Any, *, by: Any, number: str, to: str) -> None:
        """Joins a case to an earlier one."""
        self._verb(by, number, "join", {"join_to": to})

    def part(self, original: Any, *, by: Any, number: str) -> None:
        """Takes a joining back."""
        self._verb(by, number, "part", {})

    def _verb(
        self,
        by: Any,
        number: str,
        verb: str,
        filled: Mapping[str, object],
        *,
        looked: Mapping[str, list[str]] = MappingProxyType({}),
        **hidden: str,
    ) -> None:
        client, desk = self.official(by), f"/{by.language}/desk/cases/{number}/"
        form = next((form for form in self.opened(client, desk) if form.with_button("verb", verb)), None)
        if form is None:
            raise NotDone(f"the page has no button for {verb}")
        for name, value in hidden.items():
            if form.values.get(name) != [value]:
                raise NotDone(f"{name} is {form.values.get(name)}, not {value}")
        for name, raw in filled.items():
            form.fill(name, raw)
        form.values |= looked
        self._told(self.sends(client, form, verb=verb))
        self.look(number, client, desk)

    def _told(self, answer: Any) -> None:
        """NotDone when the page that comes next says that nothing was done."""
        if answer.status_code != REDIRECTED:
            raise NotDone("it is shown again")
        if wrong := self._said(answer, "error"):
            raise NotDone(wrong)

    def _said(self, answer: Any, level: str = "") -> str:
        from django.contrib.messages import get_messages

        return " ".join(str(one) for one in get_messages(answer.wsgi_request) if level in one.tags)

    # --- what it looks like afterwards ---------------------------------------------------------------------------

    def look(self, number: str, client: Any = None, desk: str = "") -> None:
        """The desk that has done something, and the applicant: the application and the last message."""
        from maarif.engine.cases.models import Case
        from maarif.support.notices.models import Message
        from maarif.support.parties.types import Assurance

        if client is not None:
            answer = client.get(desk)
            assert answer.status_code in (200, 404), (desk, answer.status_code)
            if answer.status_code == 200:
                sound(answer)
        case = Case.objects.get(number=number)
        own = self._signed_in(case.party_id, Assurance.NATIONAL)
        addresses = [f"/az/cabinet/applications/{number}/"]
        last = Message.objects.filter(party_id=case.party_id).order_by("pk").last()
        if last is not None:
            addresses.append(f"/az/cabinet/messages/{last.pk}/")
        for address in addresses:
            answer = own.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            sound(answer)


@contextmanager
def by_forms() -> Iterator[Hands]:
    """The acts of scenes are done with forms while this lasts."""
    with done_by(Portal()) as hands:
        yield hands
