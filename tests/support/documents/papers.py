"""Orders of documents for the tests: a student of Baku, in five languages."""

from datetime import date
from typing import Any

from maarif.kernel.text import Text
from maarif.support.documents.types import Fact, Order

BORN = date(2005, 3, 8)
PLAIN = "support/documents/papers/plain.typ"
TITLE = Text(
    az="Təhsil alması barədə arayış",
    ru="Справка об обучении",
    kk="Оқитыны туралы анықтама",
    ky="Окуп жаткандыгы тууралуу маалымкат",
    en="Certificate of study",
)
BODY = Text(
    az="Məmmədova Aygün Rəşid qızı 15 sentyabr 2024-cü ildən Bakı Dövlət Universitetində bakalavriat səviyyəsində təhsil alır.",
    ru="Мамедова Айгюн Рашид кызы с 15 сентября 2024 года обучается в Бакинском государственном университете по программе бакалавриата.",
    kk="Мәммәдова Айгүн Рәшид қызы 2024 жылғы 15 қыркүйектен бастап Баку мемлекеттік университетінде бакалавриат деңгейінде оқиды.",
    ky="Мамедова Айгүн Рашид кызы 2024-жылдын 15-сентябрынан тартып Баку мамлекеттик университетинде бакалавриат деңгээлинде окуйт.",
    en="Aygün Rəşid qızı Məmmədova has been studying for a bachelor's degree at Baku State University since 15 September 2024.",
)
ISSUER = Text(
    az="Bakı Dövlət Universiteti",
    ru="Бакинский государственный университет",
    kk="Баку мемлекеттік университеті",
    ky="Баку мамлекеттик университети",
    en="Baku State University",
)
FACTS = (
    Fact(
        code="programme",
        label=Text(az="İxtisas", ru="Специальность", kk="Мамандық", ky="Адистик", en="Programme"),
        value=Text(
            az="Kompüter elmləri",
            ru="Компьютерные науки",
            kk="Компьютерлік ғылымдар",
            ky="Компьютердик илимдер",
            en="Computer science",
        ),
    ),
    Fact(
        code="year",
        label=Text(az="Kurs", ru="Курс", kk="Курс", ky="Курс", en="Year of study"),
        value="3",
    ),
)


def order(holder: int, **changes: Any) -> Order:
    """A certificate of study for a party."""
    given: dict[str, Any] = {
        "kind": "higher.study_certificate",
        "holder": holder,
        "holder_name": "Məmmədova Aygün Rəşid qızı",
        "holder_birth_date": BORN,
        "country": "az",
        "language": "az",
        "title": TITLE,
        "facts": FACTS,
        "body": BODY,
        "issuer": ISSUER,
        "paper": PLAIN,
        "valid_until": date(2027, 2, 21),
        "case_number": "AR-2026-000123",
        "rule_set": "az/certificates/2026-01-01",
    }
    return Order(**(given | changes))
