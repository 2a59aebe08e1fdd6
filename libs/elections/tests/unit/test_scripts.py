import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.scripts import fold, script_of, sort_key, to_latin, tokens

LATIN = "abcčćdđefghijklmnoprsštuvzž"
CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"


@pytest.mark.parametrize(
    "spelling",
    ["Ђорђе", "Đorđe", "Djordje", "ĐORĐE", "ЂОРЂЕ", "đorđe", "Ðorðe", " Đorđe "],
)
def test_one_name_in_either_script_has_one_search_key(spelling: str) -> None:
    assert fold(spelling) == "djordje"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубица Њежић", "Ljubica Nježić"),
        ("ЉУБИЦА ЊЕЖИЋ", "LJUBICA NJEŽIĆ"),
        ("Џемила Хаџић", "Džemila Hadžić"),
        ("ЏЕМИЛА ХАЏИЋ", "DŽEMILA HADŽIĆ"),
        ("Шћепан Жујовић-Чолић", "Šćepan Žujović-Čolić"),
        ("Босна i Hercegovina", "Bosna i Hercegovina"),
        ("ОШ „Љ“", "OŠ „Lj“"),
        ("БРОЈ Њ", "BROJ Nj"),
    ],
)
def test_cyrillic_is_written_in_latin_letter_by_letter(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hadžihafizbegović-Šerić", ["hadzihafizbegovic", "seric"]),
        ("D'Angelo", ["dangelo"]),
        ("  Mária   Müller ", ["maria", "muller"]),
        ("Große Straße 7/B", ["grosse", "strasse", "7", "b"]),
        ("Søren Łukasz Þór", ["soren", "lukasz", "thor"]),
        ("ǆep Ǉubav", ["dzep", "ljubav"]),
        ("", []),
        ("— / —", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text(alphabet=CYRILLIC + CYRILLIC.upper() + " -", max_size=30))
def test_both_spellings_of_any_name_give_the_same_words(name: str) -> None:
    assert tokens(name) == tokens(to_latin(name))


@given(st.text(max_size=40))
def test_a_search_key_is_plain_and_folding_it_again_changes_nothing(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert fold(key) == key


@pytest.mark.parametrize(
    ("text", "script"), [("Đorđe", "Latn"), ("Ђорђе", "Cyrl"), ("Ђorđe", "Mixed"), ("123 -", "None"), ("", "None")]
)
def test_the_script_of_a_name_is_seen(text: str, script: str) -> None:
    assert script_of(text) == script


def test_names_are_sorted_as_our_alphabets_say() -> None:
    assert "".join(sorted(LATIN, key=sort_key)) == LATIN
    assert "".join(sorted(CYRILLIC, key=sort_key)) == CYRILLIC
    assert sorted(["Čapljina", "Cazin", "Ćelić", "Dubica"], key=sort_key) == ["Cazin", "Čapljina", "Ćelić", "Dubica"]
