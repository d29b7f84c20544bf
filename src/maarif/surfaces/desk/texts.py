"""What the desk writes to people, in five languages at once (a page has one language, a message all of them)."""

from typing import Final

from maarif.kernel.text import Text

_SUBJECT: Final = Text(
    az="Sənədiniz ləğv edilib: {title}",
    ru="Ваш документ отозван: {title}",
    kk="Құжатыңыз күшін жойды: {title}",
    ky="Документиңиз жокко чыгарылды: {title}",
    en="Your document has been revoked: {title}",
)
_BODY: Final = Text(
    az="{number} nömrəli sənəd ləğv edilib. Səbəb: {reason}\nSənədi yoxlayan hər kəs onun etibarsız olduğunu görür."
    " Qərarla razı deyilsinizsə, sənədi ləğv edən müəssisəyə və ya nazirliyə müraciət edin.",
    ru="Документ № {number} отозван. Причина: {reason}\nКаждый, кто проверяет документ, видит, что он недействителен."
    " Если вы не согласны, обратитесь в учреждение, которое его отозвало, или в министерство.",
    kk="№ {number} құжаттың күші жойылды. Себебі: {reason}\nҚұжатты тексерген кез келген адам оның жарамсыз екенін көреді."
    " Келіспесеңіз, құжаттың күшін жойған ұйымға немесе министрлікке жүгініңіз.",
    ky="№ {number} документ жокко чыгарылды. Себеби: {reason}\nДокументти текшерген ар бир адам анын жараксыз экенин көрөт."
    " Макул болбосоңуз, аны жокко чыгарган уюмга же министрликке кайрылыңыз.",
    en="Document No. {number} has been revoked. Reason: {reason}\nWhoever checks it sees that it is not valid."
    " If you disagree, turn to the institution that revoked it or to the ministry.",
)


def notice_of_revocation(title: Text, number: str, reason: Text) -> tuple[Text, Text]:
    """Subject and body of the message to the holder."""
    return _SUBJECT.filled(title=title), _BODY.filled(number=number, reason=reason)
