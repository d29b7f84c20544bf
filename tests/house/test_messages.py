"""Every word of the pages is there in five languages, and the check would notice if it were not."""

from pathlib import Path

import pytest

from maarif.config import catalogues

SOURCE = Path(catalogues.__file__).resolve().parents[1]


@pytest.mark.parametrize("room", catalogues.rooms(SOURCE), ids=lambda room: room.name)
def test_every_message_of_a_room_is_translated_into_four_languages(room: Path) -> None:
    assert catalogues.faults(room) == ()


def test_the_frame_and_the_public_pages_have_catalogues() -> None:
    assert {"frame", "public"} <= {room.name for room in catalogues.rooms(SOURCE)}


def test_the_same_english_words_are_said_alike_in_all_rooms() -> None:
    assert catalogues.contradictions(SOURCE) == ()


def test_rooms_that_contradict_each_other_are_found(tmp_path: Path) -> None:
    for name, words in (("one", "Göndər"), ("two", "Yolla"), ("three", "Göndər")):
        (tmp_path / name / "locale").mkdir(parents=True)
        (tmp_path / name / "page.py").write_text('gettext("Send")', encoding="utf-8")
        catalogues.update(tmp_path / name, "az")
        path = catalogues.path_of(tmp_path / name, "az")
        filled = path.read_text(encoding="utf-8").replace('msgid "Send"\nmsgstr ""', f'msgid "Send"\nmsgstr "{words}"')
        path.write_text(filled, encoding="utf-8")
    assert [(one.language, one.room, one.fault) for one in catalogues.contradictions(tmp_path)] == [
        ("az", "two", "one says 'Göndər', two says 'Yolla'"),
    ]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A room with one template, translated into all four languages."""
    pages = tmp_path / "jinja2" / "room"
    pages.mkdir(parents=True)
    (tmp_path / "locale").mkdir()
    (pages / "page.html").write_text(
        '{{ _("Hello, %(name)s", name=name) }}{{ ngettext("%(num)s day", "%(num)s days", 2) }}', encoding="utf-8"
    )
    for language in catalogues.LANGUAGES:
        assert catalogues.update(tmp_path, language) == 2
        path = catalogues.path_of(tmp_path, language)
        filled = path.read_text(encoding="utf-8").replace('%(name)s"\nmsgstr ""', '%(name)s"\nmsgstr "Salam, %(name)s"')
        for form in range(3):
            filled = filled.replace(f'msgstr[{form}] ""', f'msgstr[{form}] "%(num)s gün"')
        path.write_text(filled, encoding="utf-8")
    return tmp_path


def test_a_translated_room_has_no_faults(room: Path) -> None:
    assert catalogues.faults(room) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('msgstr "Salam, %(name)s"', 'msgstr ""', "not translated"),
        ('msgstr "Salam, %(name)s"', 'msgstr "Salam, %(nam)s"', "other placeholders than in English"),
        ('msgid "Hello, %(name)s"', '#, fuzzy\nmsgid "Hello, %(name)s"', "fuzzy"),
        ('msgid "Hello, %(name)s"', 'msgid "Good day, %(name)s"', "not in the catalogue"),
        ('msgstr[1] "%(num)s gün"', 'msgstr[1] ""', "not translated"),
    ],
)
def test_a_planted_fault_in_one_language_is_found(room: Path, right: str, wrong: str, fault: str) -> None:
    path = catalogues.path_of(room, "kk")
    before = path.read_text(encoding="utf-8")
    assert right in before
    path.write_text(before.replace(right, wrong), encoding="utf-8")
    found = catalogues.faults(room)
    assert [(one.language, one.fault) for one in found] == [("kk", fault)]


def test_updating_keeps_what_stands_in_a_catalogue_and_adds_what_is_new(room: Path) -> None:
    page = room / "jinja2" / "room" / "page.html"
    page.write_text(page.read_text() + '{{ pgettext("verb", "Open") }}', encoding="utf-8")
    assert catalogues.update(room, "ru") == 1
    assert catalogues.update(room, "ru") == 0
    assert [(one.message, one.fault) for one in catalogues.faults(room) if one.language == "ru"] == [
        ("jinja2/room/page.html:1: Open", "not translated")
    ]


def test_a_compiled_catalogue_speaks(room: Path) -> None:
    import gettext

    with catalogues.compile_catalogue(room, "az").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Hello, %(name)s") == "Salam, %(name)s"
