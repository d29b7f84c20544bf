"""What granting does: the certificate of service is issued in the name of the employer, the latest one."""

from maarif.catalogue.certificates import people
from maarif.catalogue.staff.service_record.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.engine.forms import day_in_words
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.posts.types import EmploymentCard

LINES = ("posts", "length", "presented_to")
LENGTH = Text(
    az="{years} il {months} ay {days} gün",
    ru="лет: {years}, месяцев: {months}, дней: {days}",
    kk="{years} жыл {months} ай {days} күн",
    ky="{years} жыл {months} ай {days} күн",
    en="years: {years}, months: {months}, days: {days}",
)
NOW = Text(az="indiyədək", ru="по настоящее время", kk="қазіргі уақытқа дейін", ky="азыркы учурга чейин", en="to date")


def certificate(granted: Granted[Facts]) -> Filled:
    """Fills the certificate: every post with its days, and the length of service."""
    record = granted.facts.record
    party, name, born = people.identity(granted.facts)
    latest, length = record.employments[-1], record.length
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=latest.institution_name,
        institution=latest.institution,
        chosen_language=str(granted.answers["paper_language"]),
        facts={
            "posts": _joined([_line(each) for each in record.employments]),
            "length": LENGTH.filled(years=str(length.years), months=str(length.months), days=str(length.days)),
            "presented_to": people.presented_to(granted.answers.get("presented_to")),
        },
    )


def _line(card: EmploymentCard) -> Text:
    since, until = day_in_words(card.since), day_in_words(card.until) if card.until is not None else NOW
    return Text.of(
        {
            one: f"{card.title.in_(one)}, {card.institution_name.in_(one)}: {since.in_(one)} – {until.in_(one)}"
            for one in LANGUAGES
        }
    )


def _joined(lines: list[Text]) -> Text:
    return Text.of({one: "; ".join(line.in_(one) for line in lines) for one in LANGUAGES})
