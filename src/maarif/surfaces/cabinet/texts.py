"""What the cabinet writes to people, in five languages at once (a page has one language, a message all of them)."""

from typing import Final

from maarif.kernel.text import Text

REMINDER_SUBJECT: Final = Text(
    az="Göndərilməmiş müraciətiniz: {title}",
    ru="Ваше неотправленное заявление: {title}",
    kk="Жіберілмеген өтінішіңіз: {title}",
    ky="Жөнөтүлө элек арызыңыз: {title}",
    en="Your application is not sent yet: {title}",
)
REMINDER_BODY: Final = Text(
    az="Cavablarınız {day} tarixinədək saxlanılır. Davam etmək üçün aşağıdakı keçidi açın və müraciəti göndərin.",
    ru="Ваши ответы хранятся до {day}. Откройте ссылку ниже, чтобы продолжить и отправить заявление.",
    kk="Жауаптарыңыз {day} дейін сақталады. Жалғастырып, өтінішті жіберу үшін төмендегі сілтемені ашыңыз.",
    ky="Жоопторуңуз {day} чейин сакталат. Улантып, арызды жөнөтүү үчүн төмөнкү шилтемени ачыңыз.",
    en="Your answers are kept until {day}. Open the link below to continue and to send the application.",
)
