"""The words for the closed lists of registers, ledger and documents, in the language of the page."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

PROGRAMME_KINDS: Final[Words] = {
    "preschool": _("Preschool education"),
    "general": _("General education"),
    "vocational": _("Vocational education"),
    "college": _("Secondary specialised education"),
    "bachelor": _("Bachelor's degree"),
    "master": _("Master's degree"),
    "doctorate": _("Doctorate"),
}
STUDY_FORMS: Final[Words] = {
    "full_time": _("full-time"),
    "part_time": _("part-time"),
    "evening": _("evening"),
    "distance": _("distance"),
}
FUNDINGS: Final[Words] = {
    "state": _("paid by the state"),
    "paid": _("paid by the student"),
    "state_programme": _("State Programme"),
}
ENROLMENT_STATUSES: Final[Words] = {
    "active": _("Studies now"),
    "suspended": _("On leave"),
    "completed": _("Completed"),
    "withdrawn": _("Left"),
    "transferred": _("Moved to another institution"),
    "expelled": _("Expelled"),
    "annulled": _("Entered by mistake"),
}
GUARDIANSHIPS: Final[Words] = {
    "mother": _("mother"),
    "father": _("father"),
    "adopter": _("adoptive parent"),
    "guardian": _("guardian"),
    "foster": _("foster parent"),
}
EMPLOYMENTS: Final[Words] = {
    "main": _("main post"),
    "secondary": _("second post"),
    "substitute": _("replacing a colleague"),
    "hourly": _("paid by the hour"),
}
SEXES: Final[Words] = {"female": _("female"), "male": _("male")}
EXAMINATIONS: Final[Words] = {
    "recruitment": _("Teacher recruitment examination"),
    "diagnostic": _("Diagnostic assessment of teachers"),
}
DOCUMENT_STATUSES: Final[Words] = {"valid": _("Valid"), "expired": _("Expired"), "revoked": _("Revoked")}
ROLES: Final[Words] = {
    "citizen": _("citizen"),
    "teacher": _("Teacher"),
    "registrar": _("Registrar"),
    "head": _("Head of an institution"),
    "region_officer": _("Officer of the regional education office"),
    "ministry_officer": _("Officer of the ministry"),
    "platform_admin": _("Administrator of the platform"),
    "auditor": _("Auditor"),
    "system": _("The platform itself"),
    "anonymous": _("Somebody who checked a document"),
}
PURPOSES: Final[Words] = {
    "application": _("Handling an application"),
    "at_desk": _("The person asked for it at the desk"),
    "document": _("Checking a document"),
    "register": _("Correcting the register"),
    "duplicate": _("Deciding about a possible duplicate"),
    "supervision": _("Inspection"),
    "law": _("Request of a court or another authority by law"),
}
INTAKES: Final[Words] = {
    "electronic": _("Sent through the portal"),
    "phone": _("By telephone"),
    "paper": _("On paper"),
    "window": _("In person"),
}
LOOKED_AT: Final[Words] = {
    "cases.intake": _("Facts for an application that an official wrote down"),
    "cases.dossier": _("An application, with its answers and the facts of the registers"),
    "cases.list": _("Whether an application is with an office, in a search of its list"),
    "cases.export": _("An application, in a list saved by an office"),
    "people.search": _("Name, birth date and masked number, in a search"),
    "people.record": _("The record of the person"),
    "record.shared": _("The parts of the record that you let them see"),
    "people.duplicates": _("The record, beside one that looks alike"),
    "enrolments.record": _("Education"),
    "archive.extract": _("The record in the archive, for an extract"),
    "documents.list": _("The list of documents"),
    "documents.read": _("A document"),
    "documents.check": _("Validity of a document"),
    "documents.check_failed": _("A failed attempt to check a document"),
    "documents.download": _("A document, downloaded after a check"),
}


def say(words: Words, code: str) -> str:
    """The words for a code; a code without words is shown as it is, so that nothing is hidden."""
    return str(words.get(code, code))
