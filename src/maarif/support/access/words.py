"""What the access room tells people, in five languages."""

from typing import Final

from maarif.kernel.text import Text

TAKEN_BACK: Final = Text(
    az="Qeydə baxmaq razılığı geri götürülüb",
    ru="Согласие на просмотр сведений отозвано",
    kk="Мәліметтерді көруге келісім қайтарып алынды",
    ky="Маалыматтарды көрүүгө макулдук кайтарып алынды",
    en="A consent to see a record was taken back",
)
TAKEN_BACK_BODY: Final = Text(
    az="Məqsədi «{purpose}» olan razılıq ({case}) geri götürülüb: həmin qeydə daha baxa bilməzsiniz.",
    ru="Согласие с целью «{purpose}» ({case}) отозвано: эти сведения вам больше не открыты.",
    kk="Мақсаты «{purpose}» болған келісім ({case}) қайтарып алынды: ол мәліметтер енді сізге ашық емес.",
    ky="Максаты «{purpose}» болгон макулдук ({case}) кайтарып алынды: ал маалыматтар эми сизге ачык эмес.",
    en="The consent for the purpose “{purpose}” ({case}) was taken back: that record is open to you no more.",
)
