"""From a stranger to an account: the page, the countdown, the call that speaks six digits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.store import Endpoints
from tests.stories.browser import AGREEMENT, PASSWORD, PROXY_SECRET, Browser, digits
from tests.stories.stand import Stand, eventually, standing

S37 = "您通过网站发起注册操作,请留意收听以下校验码"
PAIRS, LOGINS = 40, 15


@pytest.fixture
def browser(stand: Stand) -> Iterator[Browser]:
    browser = Browser(stand.url)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def believing(endpoints: Endpoints) -> Iterator[Stand]:
    """Run a product that believes a proxy, so that browsers have addresses of their own."""
    with standing(endpoints, "addresses-", PORTAL_PROXY_SECRET=PROXY_SECRET) as found:
        yield found


def opened(stand: Stand, number: str) -> None:
    """Dial 116323 once, which opens the service, and hang up."""
    phone = stand.phone(number)
    phone.dial("116323")
    phone.expect_caption("您的号码已开通116323多方通话")
    phone.hang_up()


def hear_code(stand: Stand, number: str) -> str:
    """Answer the code call and return what it speaks."""
    phone = stand.phone(number)
    phone.wait_for(state="ringing")
    phone.answer()
    return digits(phone.expect_caption(S37))


def registered(stand: Stand, browser: Browser, number: str) -> None:
    """Open and register a number."""
    opened(stand, number)
    begun = browser.register(number)
    code = hear_code(stand, number)
    stand.phone(number).hang_up()
    assert browser.confirm(begun, code).status_code == 201


def test_who_never_dialled_116323_does_so_and_the_page_goes_on_by_itself(
    stand: Stand, browser: Browser
) -> None:
    host = "+8618600000401"
    begun = browser.register(host)
    eventually(lambda: browser.state(begun) == "waiting")

    phone = stand.phone(host)
    phone.dial("116323")
    phone.expect_caption("您的号码已开通116323多方通话")
    phone.expect_caption("请挂机,系统将呼叫您并播报激活码")
    eventually(lambda: browser.state(begun) == "dialled")
    phone.hang_up()
    code = hear_code(stand, host)
    stand.press(host, "1")
    again = digits(phone.expect_caption(S37))
    phone.hang_up()
    eventually(lambda: browser.state(begun) == "spoken")

    assert again == code
    assert browser.confirm(begun, code).json()["name"] == "王建国"
    assert browser.ask("GET", "/session")["account"]["number"] == host
    assert browser.ask("GET", "/account")["welcomed"] is False


def test_a_code_is_good_once_and_a_wrong_one_counts(stand: Stand, browser: Browser) -> None:
    host = "+8618600000402"
    opened(stand, host)
    begun = browser.register(host)
    code = hear_code(stand, host)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    first, right, second = (browser.confirm(begun, c) for c in (wrong, code, code))

    assert (first.status_code, first.json()["tries_left"]) == (422, 4)
    assert right.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "code_used")


def test_of_fifty_guesses_at_once_five_are_counted(stand: Stand, browser: Browser) -> None:
    host = "+8618600000403"
    opened(stand, host)
    begun = browser.register(host)
    code = hear_code(stand, host)
    guesses = [f"{(int(code) + 1 + n) % 10**6:06}" for n in range(50)]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda guess: browser.confirm(begun, guess), guesses))

    codes = sorted(answer.json()["code"] for answer in answers)
    assert codes.count("wrong_code") == 4
    assert set(codes) == {"wrong_code", "no_tries_left"}
    assert browser.confirm(begun, code).json()["code"] == "no_tries_left"


def test_9_stops_it_and_the_number_is_left_alone(stand: Stand, browser: Browser) -> None:
    host = "+8618600000404"
    opened(stand, host)
    begun = browser.register(host)
    code = hear_code(stand, host)

    stand.press(host, "9")

    stand.phone(host).expect_caption("已停止本次操作")
    eventually(lambda: browser.state(begun) == "refused")
    assert browser.confirm(begun, code).json()["code"] == "refused_by_phone"
    second = browser.register(host)
    eventually(lambda: browser.state(second) == "refused")
    assert len(_calls_to(stand, host)) == 1


def test_a_forgotten_password_is_set_anew_and_logs_others_out(
    stand: Stand, browser: Browser
) -> None:
    host = "+8618600000405"
    registered(stand, browser, host)
    stand.forget("counters", name=f"code#{host}")  # the minute in which it may not ring again
    elsewhere = Browser(stand.url)

    begun = elsewhere.ask("POST", "/recoveries", {"number": host})
    stand.phone(host).wait_for(state="ringing")
    stand.phone(host).answer()
    stand.phone(host).expect_caption("您通过网站找回密码,收听校验码请按1")
    stand.press(host, "1")
    code = digits(stand.phone(host).expect_caption("请留意收听以下校验码"))
    there = f"/recoveries/{begun['id']}/confirmation"
    elsewhere.ask("POST", there, {"code": code, "password": "xin-de-mima"})

    assert begun["state"] == "asked"
    assert browser.ask("GET", "/session")["account"] is None
    assert elsewhere.ask("GET", "/session")["account"]["number"] == host
    old, new = ({"number": host, "password": p} for p in (PASSWORD, "xin-de-mima"))
    assert browser.send("POST", "/sessions", old).json()["code"] == "bad_login"
    assert browser.send("POST", "/sessions", new).status_code == 201
    elsewhere.close()


def test_another_phone_becomes_a_hosts_phone_when_who_answers_it_agrees(
    stand: Stand, browser: Browser
) -> None:
    host, other = "+8618600000409", "+8613900000409"
    registered(stand, browser, host)

    begun = browser.ask("POST", "/host-numbers/verifications", {"number": other, "note": "办公室"})
    stand.phone(other).wait_for(state="ringing")
    stand.phone(other).answer()
    asked = stand.phone(other).expect_caption("申请将本机关联为主持人电话")
    stand.press(other, "1")
    heard = stand.phone(other).expect_caption("请留意收听以下校验码")
    there = f"/host-numbers/verifications/{begun['id']}/confirmation"
    browser.ask("POST", there, {"code": digits(heard)})

    listed = browser.ask("GET", "/host-numbers")["items"]
    assert [(p["number"], p["registered"]) for p in listed] == [(host, True), (other, False)]
    assert "1，8，6，0，0，0，0，0，4，0，9" in asked
    assert stand.cdrs(host) == []


def test_a_hundred_wishes_ring_a_number_three_times_in_the_hour_at_most(
    believing: Stand,
) -> None:
    host = "+8618600000406"
    opened(believing, host)
    before = len(_calls_to(believing, host))

    for n in range(100):
        browser = Browser(believing.url, f"10.1.{n}.1")
        browser.register(host)
        browser.close()

    eventually(lambda: not _waiting_jobs(believing, host))
    assert 1 <= len(_calls_to(believing, host)) - before <= 3


def test_nobody_can_tell_a_registered_number_from_another(believing: Stand) -> None:
    known, unknown = "+8618600000407", "+8618600000408"
    owner = Browser(believing.url, "10.2.0.1")
    registered(believing, owner, known)
    opened(believing, unknown)

    told: dict[str, list[str]] = {known: [], unknown: []}
    spent: dict[str, list[list[float]]] = {known: [], unknown: []}
    for n in range(PAIRS):
        for number, last in ((known, 2), (unknown, 3))[:: (-1) ** n]:
            browser = Browser(believing.url, f"10.2.{n + 1}.{last}")
            answers = [
                browser.send("POST", "/recoveries", {"number": number}),
                browser.send("POST", "/registrations", _form(number)),
            ]
            if n < LOGINS:  # more in the hour are slowed down, for the one as for the other
                answers.append(browser.send("POST", "/sessions", _wrong(number)))
            told[number] += [_shape(answer.json()) for answer in answers]
            spent[number].append([answer.elapsed.total_seconds() for answer in answers])
            browser.close()
    owner.close()

    assert told[known] == told[unknown]
    for n in range(3):
        theirs = ([row[n] for row in spent[x] if len(row) > n] for x in (known, unknown))
        slower = [one > other for one, other in zip(*theirs, strict=True)]
        assert {True, False} == set(slower), "always the slower one, or always the faster one"


def _form(number: str) -> dict[str, object]:
    return {"number": number, "name": "王", "password": PASSWORD, "agreement": AGREEMENT}


def _wrong(number: str) -> dict[str, object]:
    return {"number": number, "password": "bu-zhidao"}


def _shape(body: dict[str, object]) -> str:
    """Return an answer without what is the browser's own: its id, its number, the time."""
    own = {"id", "number", "now", "wait_until", "retry_at"}
    return repr({name: value for name, value in body.items() if name not in own})


def _calls_to(stand: Stand, number: str) -> list[dict[str, object]]:
    outbound = [c for c in stand.ledger() if c["direction"] == "outbound-api"]
    return [call for call in outbound if call["to"] == number]


def _waiting_jobs(stand: Stand, number: str) -> list[dict[str, object]]:
    rows = [v for v in stand.items("verifications") if v["number"] == number]
    return [row for row in rows if row["state"] == "asked"]
