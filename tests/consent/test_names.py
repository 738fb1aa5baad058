"""A whole name is found however it is written, and nothing else is taken for it."""

import unicodedata

import pytest

from poddarkiv.consent import Names

SOFIA = Names(["Sofia Ekman"])


@pytest.mark.parametrize(
    "text",
    [
        "Vi träffade Sofia Ekman i går.",
        "SOFIA EKMAN",
        "sofia ekman",
        "Sofia\nEkman",
        "Sofia\u00a0Ekman",
        "Sofia   \n  Ekman",
        "> Sofia\n> Ekman",
        "Sofia **Ekman**",
        "*Sofia* *Ekman*",
        "_Sofia Ekman_",
        "Sofia\\\nEkman",
        "So\u00adfia Ek\u00adman",
        "Sofia&nbsp;Ekman",
        "Sofia&#32;Ekman",
        "<b>Sofia</b> <i>Ekman</i>",
        "Sofia-Ekman",
        "Sofia\u2011Ekman",
        "Sofia Ekmans bok",
        "Sofia Ekman's book",
        "Sofia Ekman’s book",
        "Sofia Ekman:s bok",
        "Ekman, Sofia (2020)",
        "Sofia Ekman-priset",
        "(Sofia Ekman)",
        "”Sofia Ekman”",
        "gaster/sofia-ekman.md",
        "sofia_ekman.jpg",
        "sofia.ekman@example.org",
        "https://sofiaekman.example.org",
        "033-sofia-ekmans-resa",
        "Sofia%20Ekman",
        '{"name": "S\\u006ffia Ekman"}',
        "Ｓｏｆｉａ Ekman",
    ],
)
def test_the_name_is_found(text):
    assert SOFIA.within(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sofia",
        "Ekman",
        "Sofia Ek",
        "Sofia Ekmanson",
        "Anna-Sofia Ekman",
        "Sofia Ekman-Lund",
        "Sofia. Ekman",
        "Sofia och Ekman",
        "Ekman Sofia",
        "Sofia, Ekman",
        "anna-sofian-ekman",
        "",
    ],
)
def test_what_is_not_the_name_is_not_found(text):
    assert not SOFIA.within(text)


def test_a_name_that_is_a_part_of_another_persons_is_not_meant_there():
    names = Names(["Sofia Ek"], ["Sofia Ek Lund", "Maria Sofia Ek", "Sofia Ekman"])

    assert not names.within("Sofia Ek Lund och Maria Sofia Ek och Sofia Ekman")
    assert not names.within("gaster/sofia-ek-lund/")
    assert names.within("Sofia Ek Lund träffade Sofia Ek")


def test_two_people_in_one_are_not_a_longer_name():
    assert Names(["Sofia Ek"], ["Sofia Ek och Bo Berg"]).within("Med Sofia Ek och Bo Berg.")


def test_a_link_to_the_persons_own_file_is_the_person():
    names = Names(["Sofia Ek"], pages=["sofia"])

    assert names.within("[hon](../gaster/sofia.md)")
    assert names.within("[hon](sofia.md)")
    assert not names.within("[hon](../gaster/sofia-lund.md) och gaster/anna-sofia.md")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Åsa Öst", "gaster/asa-ost/"),
        ("Åsa Öst", unicodedata.normalize("NFD", "Åsa Öst")),
        ("Åsa Öst", "%C3%85sa%20%C3%96st"),
        ("Åsa Öst", "&Aring;sa &Ouml;st"),
        ("Anna-Karin Ek", "Anna Karin Ek"),
        ("Anna-Karin Ek", "Anna-\nKarin Ek"),
        ("Klas Lans", "Klas Lans bok"),
        ("Klas Lans", "Klas Lans’ bok"),
        ('Kim "Kimmen" Ek', "Kim Ek"),
        ('Kim "Kimmen" Ek', "Kim ”Kimmen” Ek"),
        ("Carl A. Ek", "Carl A. Ek"),
        ("Robin", "Här är Robins ord."),
        ("O'Brien Lind", "O’Brien Lind"),
    ],
)
def test_names_of_every_form(name, text):
    assert Names([name]).within(text)


def test_a_name_of_one_word_is_that_word_with_its_capital():
    names = Names(["Hopp"], ["Hopp Berg"])

    assert not names.within("Det finns hopp om Hoppet.")
    assert not names.within("Hopp Berg")
    assert names.within("Så sa Hopp.")


def test_places_are_counted_in_lines():
    assert list(SOFIA.places("Hej\n\nSofia\nEkman och\nSofia Ekman")) == [2, 4]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Görel Ångström-Käll", "Ångström-Käll, Görel"),
        ("Pat O'Brien", "O’Brien, Pat"),
        ("Carl af Ugglas", "af Ugglas, Carl"),
        ("Carl af Ugglas", "Ugglas, Carl af"),
        ("José María Núñez", "María Núñez, José"),
        ("Dr. Mia Söderlund", "Mia Söderlund"),
        ("Dr. Mia Söderlund", "doktor Mia Söderlund"),
        ("Mia Söderlund, fil. dr", "Mia Söderlunds bok"),
        ("K. G. Hammar", "KG Hammar"),
        ("KG Hammar", "K.G. Hammar"),
        ("K-G Hammar", "KG Hammar"),
        ("Sofia Ekman", "Sofia [Ekman](https://example.org/)"),
        ("Sofia Ekman", "[Sofia](a) [Ekman](b)"),
    ],
)
def test_a_name_is_found_in_the_order_and_with_the_titles_of_others(name, text):
    assert Names([name]).within(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Dr. Mia", "Mia"), ("Bo Ek", "B. O. Ek"), ("Mia Ek", "Ek, Miranda"), ("Bo K", "Bok, K")],
)
def test_a_title_or_an_initial_alone_is_not_the_name(name, text):
    assert not Names([name]).within(text)


def test_a_picture_that_is_called_as_the_guests_file_is_theirs():
    names = Names(["Snöfrid"], pages=["snofrid"])

    assert names.within("bilder/snofrid.jpg")
    assert not names.within("bilder/snofrida.jpg")
    assert not names.within("om-snofrid/")


def test_a_short_word_among_bytes_that_are_no_text_is_chance():
    names = Names(["Max"])

    assert not names.within_noise("Js\x15rG2\x0cMAX\u030d3\x04v8")
    assert names.within_noise("\x15\x00Samtal med Max\x00")
    assert Names(["Bo Ekman"]).within_noise("\x15\x00Bo Ekman\x00")
