"""How the facts of a record are called, in five languages."""

from typing import Final

from maarif.kernel.text import Text

FACTS: Final = {
    "people": Text(
        az="Şəxs haqqında başqa məlumat",
        ru="Другие сведения о человеке",
        kk="Адам туралы басқа мәлімет",
        ky="Адам тууралуу башка маалымат",
        en="Something else about the person",
    ),
    "people.family_name": Text(az="Soyad", ru="Фамилия", kk="Тегі", ky="Фамилиясы", en="Family name"),
    "people.given_name": Text(az="Ad", ru="Имя", kk="Аты", ky="Аты", en="Given name"),
    "people.patronymic": Text(az="Ata adı", ru="Отчество", kk="Әкесінің аты", ky="Атасынын аты", en="Patronymic"),
    "people.birth_date": Text(
        az="Doğum tarixi", ru="Дата рождения", kk="Туған күні", ky="Туулган күнү", en="Date of birth"
    ),
    "people.sex": Text(az="Cinsi", ru="Пол", kk="Жынысы", ky="Жынысы", en="Sex"),
    "people.citizenship": Text(az="Vətəndaşlıq", ru="Гражданство", kk="Азаматтығы", ky="Жарандыгы", en="Citizenship"),
    "people.region_code": Text(az="Region", ru="Регион", kk="Өңір", ky="Аймак", en="Region"),
    "enrolments": Text(
        az="Təhsil haqqında başqa məlumat",
        ru="Другие сведения об учёбе",
        kk="Оқу туралы басқа мәлімет",
        ky="Окуу тууралуу башка маалымат",
        en="Something else about the studies",
    ),
    "enrolments.grade": Text(az="Sinif", ru="Класс", kk="Сынып", ky="Класс", en="Grade"),
    "enrolments.language": Text(
        az="Tədris dili", ru="Язык обучения", kk="Оқу тілі", ky="Окуу тили", en="Language of teaching"
    ),
    "enrolments.first_day": Text(
        az="Təhsilin başlanğıcı", ru="Начало учёбы", kk="Оқудың басталуы", ky="Окуунун башталышы", en="First day"
    ),
    "enrolments.document_number": Text(
        az="Təhsil sənədinin nömrəsi",
        ru="Номер документа об образовании",
        kk="Білім туралы құжаттың нөмірі",
        ky="Билим жөнүндө документтин номери",
        en="Number of the document of education",
    ),
    "enrolments.graduated_on": Text(
        az="Bitirmə tarixi", ru="Дата окончания", kk="Бітірген күні", ky="Бүтүргөн күнү", en="Day of graduation"
    ),
    "posts": Text(
        az="İş haqqında başqa məlumat",
        ru="Другие сведения о работе",
        kk="Жұмыс туралы басқа мәлімет",
        ky="Жумуш тууралуу башка маалымат",
        en="Something else about the work",
    ),
    "posts.first_day": Text(
        az="İşin başlanğıcı",
        ru="Начало работы",
        kk="Жұмыстың басталуы",
        ky="Жумуштун башталышы",
        en="First day of work",
    ),
    "posts.last_day": Text(
        az="Son iş günü",
        ru="Последний день работы",
        kk="Соңғы жұмыс күні",
        ky="Акыркы жумуш күнү",
        en="Last day of work",
    ),
    "posts.order_number": Text(
        az="Əmrin nömrəsi", ru="Номер приказа", kk="Бұйрықтың нөмірі", ky="Буйруктун номери", en="Number of the order"
    ),
    "assessments": Text(
        az="İmtahan nəticəsi",
        ru="Результат экзамена",
        kk="Емтихан нәтижесі",
        ky="Экзамендин жыйынтыгы",
        en="Examination result",
    ),
    "female": Text(az="qadın", ru="женский", kk="әйел", ky="аял", en="female"),
    "male": Text(az="kişi", ru="мужской", kk="ер", ky="эркек", en="male"),
}
