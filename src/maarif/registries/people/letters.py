"""What a person is told when two records become one, or come apart again."""

from typing import Final

from maarif.kernel.text import Text

MERGED: Final = Text(
    az="Sizin haqqınızdakı iki qeyd birləşdirilib",
    ru="Две записи о вас объединены",
    kk="Сіз туралы екі жазба біріктірілді",
    ky="Сиз жөнүндөгү эки жазуу бириктирилди",
    en="Two records about you have become one",
)
MERGED_BODY: Final = Text(
    az="Reyestrdə sizin haqqınızda iki qeyd var idi. Bu qeydlər birləşdirilib: təhsiliniz, müraciətləriniz, sənədləriniz və"
    " mesajlarınız indi bir yerdədir. İki hesabınız var idisə, biri qalıb: ona milli identifikasiya ilə daxil olursunuz."
    " Bu, düzgün deyilsə, qaynar xəttə müraciət edin: qeydlər yenidən ayrıla bilər.",
    ru="В реестре было две записи о вас. Теперь они объединены: обучение, заявления, документы и сообщения собраны в одном месте."
    " Если у вас было две учётные записи, осталась одна: в неё входят через национальную идентификацию."
    " Если это ошибка, обратитесь на горячую линию: записи можно разделить снова.",
    kk="Тізілімде сіз туралы екі жазба болған. Енді олар біріктірілді: оқуыңыз, өтініштеріңіз, құжаттарыңыз бен хабарламаларыңыз"
    " бір жерде. Екі тіркелгіңіз болса, біреуі қалды: оған ұлттық сәйкестендіру арқылы кіресіз."
    " Бұл қате болса, сенім телефонына хабарласыңыз: жазбаларды қайта бөлуге болады.",
    ky="Реестрде сиз жөнүндө эки жазуу болгон. Эми алар бириктирилди: окууңуз, арыздарыңыз, документтериңиз жана билдирүүлөрүңүз"
    " бир жерде. Эки эсебиңиз болсо, бирөө калды: ага улуттук идентификация аркылуу киресиз."
    " Бул ката болсо, ишеним телефонуна кайрылыңыз: жазууларды кайра бөлүүгө болот.",
    en="The register had two records about you. They are one now: your studies, applications, documents and messages are in one"
    " place. If you had two accounts, one remains: you enter it through the national identity provider."
    " If this is wrong, turn to the hotline: the records can be taken apart again.",
)
PARTED: Final = Text(
    az="Birləşdirilmiş qeydlər yenidən ayrılıb",
    ru="Объединённые записи снова разделены",
    kk="Біріктірілген жазбалар қайта бөлінді",
    ky="Бириктирилген жазуулар кайра бөлүндү",
    en="The joined records have been taken apart again",
)
PARTED_BODY: Final = Text(
    az="Əvvəllər birləşdirilmiş iki qeyd yenidən ayrılıb. Hər qeyddə birləşdirmədən əvvəl ona aid olan məlumatlar durur.",
    ru="Две ранее объединённые записи снова разделены. В каждой остались сведения, которые относились к ней до объединения.",
    kk="Бұрын біріктірілген екі жазба қайта бөлінді. Әр жазбада біріктіруге дейін оған тиесілі болған мәліметтер тұр.",
    ky="Мурда бириктирилген эки жазуу кайра бөлүндү. Ар бир жазууда бириктирүүгө чейин ага тиешелүү болгон маалыматтар турат.",
    en="Two records that had been joined are separate again. Each holds what belonged to it before.",
)
