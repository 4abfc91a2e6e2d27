"""Passwords: good ones of any kind, those that are tried first, and how they are kept."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from chalicelib import passwords
from chalicelib.errors import Refused
from tests.factories import PASSWORD
from tests.people import OFFICE, WANG

pytestmark = pytest.mark.dear_passwords


def refusal(password, *about):
    try:
        passwords.check(password, *about)
    except Refused as e:
        return e.reason
    return None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "short_password"),
        ("x7fq-2w", "short_password"),
        ("x7fq-2wz", None),
        ("雪满西山夜读书声", None),
        ("🐈🐕🐎🐇🐓🐘🐐🐖", None),
        (PASSWORD, None),
        (" leading and trailing spaces ", None),
        ("correct horse battery", None),
        ("q8w7" * 32, None),
        ("q8w7" * 32 + "q", "long_password"),
        ("😀" * 127 + "ab", "long_password"),
        ("password", "common_password"),
        ("PASSWORD", "common_password"),
        ("ｐａｓｓｗｏｒｄ", "common_password"),
        ("iloveyou", "common_password"),
        ("password1", "common_password"),
        ("qwertyuiop", "common_password"),
        ("aaaaaaaaaaaa", "common_password"),
        ("abababababab", "common_password"),
        ("abcabcabcabc", None),
        ("116323116323", "common_password"),
        ("116323abc", "common_password"),
        ("116323abcd", None),
        ("duoyoutong", "common_password"),
        ("DuoYouTong116323", "common_password"),
        ("多方通话多方通话", "common_password"),
    ],
)
def test_only_what_is_too_short_too_long_or_tried_first_is_refused(password, reason):
    assert refusal(password) == reason


@pytest.mark.parametrize(
    "password",
    [
        "18600000101",
        "+8618600000101",
        "18600000101abc",
        "8618600000101",
        "王小明18600000101",
        "wang xiaoming",
        "WANG XIAOMING!!",
        "Wang Xiaoming 116323",
    ],
)
def test_what_others_know_of_the_account_is_no_password(password):
    assert refusal(password, WANG, "王小明", "Wang Xiaoming") == "common_password"


def test_a_fixed_line_is_known_as_people_dial_it():
    assert refusal("01065550101x", OFFICE) == "common_password"


def test_for_somebody_else_it_may_be_a_password():
    assert refusal("18600000101abc", OFFICE, "孙悦") is None
    assert refusal("x7fq-2wz", WANG, "") is None


def test_a_refusal_says_how_long_a_password_is():
    with pytest.raises(Refused) as short:
        passwords.check("short")
    with pytest.raises(Refused) as long:
        passwords.check("long" * 40)

    assert (short.value.details, long.value.details) == ({"least": 8}, {"most": 128})


def test_the_right_password_is_right_and_every_other_is_wrong():
    stored = passwords.hashed(PASSWORD)

    assert passwords.right(PASSWORD, stored) is True
    for wrong in ("", PASSWORD[:-1], PASSWORD + " ", PASSWORD.upper(), "x" * 5_000):
        assert passwords.right(wrong, stored) is False


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$v=19$broken"])
def test_where_nothing_good_is_stored_every_password_is_wrong(stored):
    assert passwords.right(PASSWORD, stored) is False


def test_the_password_that_nobody_has_lets_nobody_in():
    nobodys = passwords.hashlib.sha256(b"nobody").hexdigest()

    assert passwords.right(nobodys, None) is False


def test_the_same_letters_are_the_same_password_however_they_are_composed():
    composed, decomposed = (unicodedata.normalize(form, "Zoë Ångström") for form in ("NFC", "NFD"))

    assert composed != decomposed
    assert passwords.right(decomposed, passwords.hashed(composed)) is True
    assert passwords.right(composed, passwords.hashed(decomposed)) is True


def test_a_password_of_128_characters_counts_to_the_last_one():
    longest = "雪" * 126 + "ab"

    assert passwords.right(longest[:-1] + "c", passwords.hashed(longest)) is False


def test_half_a_character_is_a_wrong_password_and_no_fault():
    assert passwords.right("\ud800" * 8, passwords.hashed(PASSWORD)) is False


def test_what_is_stored_is_argon2id_salted_and_does_not_tell_the_password():
    first, second = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)

    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert PASSWORD not in first


def test_a_password_stored_at_another_cost_is_stale_and_still_right():
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

    assert passwords.right(PASSWORD, cheap)
    assert passwords.stale(cheap)
    assert not passwords.stale(passwords.hashed(PASSWORD))


# ——— how many at once ———


@pytest.fixture
def full(monkeypatch):
    """Have every place taken, and nobody wait long for one."""
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    with passwords.hashing(), passwords.hashing():
        yield


@pytest.mark.usefixtures("full")
def test_a_third_password_at_once_is_to_be_tried_again_in_a_second():
    for deed in (lambda: passwords.hashed(PASSWORD), lambda: passwords.right(PASSWORD, None)):
        with pytest.raises(Refused, match="busy") as busy:
            deed()
        assert busy.value.details == {"retry_after": 1}


def test_every_place_is_given_back_whatever_becomes_of_what_was_done_there():
    for _ in range(5):
        with pytest.raises(KeyError), passwords.hashing():
            raise KeyError

    assert passwords.right(PASSWORD, passwords.hashed(PASSWORD))


def test_who_waits_for_a_place_gets_it_when_it_is_free(monkeypatch):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 60.0)
    with ThreadPoolExecutor(1) as pool:
        with passwords.hashing(), passwords.hashing():
            waiting = pool.submit(passwords.right, PASSWORD, None)

        assert waiting.result(60) is False
