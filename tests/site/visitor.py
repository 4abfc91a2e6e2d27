"""One window of a browser at the portal, and everything that goes wrong in it."""

from itertools import count
from types import TracebackType
from typing import Any, Literal, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, Route, ViewportSize

from local.demo import NUMBER, PASSWORD
from tests.site.files import all_words

Theme = Literal["light", "dark"]

WIDTHS = (1280, 390, 320)
COLOURED = (1280, 320)  # no style says other colours at 390 than at 320
VIEWS: tuple[tuple[int, Theme], ...] = (
    *((width, "light") for width in WIDTHS),
    *((width, "dark") for width in COLOURED),
)
VIEWS_OF_WORDS: tuple[tuple[int, Theme], ...] = tuple((width, "light") for width in WIDTHS)
WINDOW: ViewportSize = {"width": WIDTHS[0], "height": 900}
PATIENCE = 10_000  # milliseconds
VISITS = count(1)
WATCH = """
window.broken = [];
performance.setResourceTimingBufferSize(10_000);
document.addEventListener("securitypolicyviolation", (e) => window.broken.push(
  `${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""
LOG_IN = """async ([number, password, wishes]) => {
  const send = (method, path, body) => fetch(`/api${path}`, {
    method, headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const answer = await send("POST", "/sessions", {number, password});
  await send("PATCH", "/account", wishes);
  return answer.status;
}"""
SPOKEN_TO_IN_CHINESE = """() => fetch("/api/account", {method: "PATCH",
  headers: {"Content-Type": "application/json"}, body: JSON.stringify({language: "zh"})})
  .then((answer) => answer.status)"""
REQUESTED = "() => performance.getEntriesByType('resource').map((one) => one.name)"
TWO_FRAMES = "new Promise((go_on) => requestAnimationFrame(() => requestAnimationFrame(go_on)))"
SQUEEZED = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, td, label)")]
  .filter((one) => one.offsetWidth > 0 && one.offsetWidth < 90 && one.offsetHeight > 100)
  .map((one) => `squeezed: ${one.textContent.trim().slice(0, 40)}`)"""
SPEAKS = "(language) => document.documentElement.lang.startsWith(language)"
AXE = Axe().axe_script
JUDGE_ALL = """() => {
  const check = axe._audit.checks["color-contrast"];
  axe.configure({checks: [
    {id: "color-contrast", options: {...check.options, ignorePseudo: true}}]});
}"""
"""A text with a ::before or ::after is judged too, instead of left to people to look at."""
VIOLATIONS = """(rules) => axe.run({resultTypes: ["violations"], ...rules})
  .then((found) => found.violations)"""
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that depend on the theme, and on nothing that another language changes."""
LEAVE = """async () => {
  if (!document.querySelector("main h1")) return false;
  location.hash = "/nothing";
  for (let frames = 0; frames < 100; frames += 1) {
    if (document.querySelector("main .not-found")) return !document.querySelector("dialog");
    await new Promise(requestAnimationFrame);
  }
  return false;
}"""
"""Leave a page for the one that is not there, and say whether nothing of it stays."""
COME = """async (path) => {
  const main = document.querySelector("script[type=module]").src;
  const store = await import(new URL("store.js", main));
  for (const somebody of [{}, null, undefined]) store.account.value = somebody;
  for (const known of [store.service, store.sessionProblem]) known.value = null;
  const asked = [store.loadSession(), store.loadService()];
  window.scrollTo(0, 0);
  location.hash = path;
  for (let frames = 0; frames < 100; frames += 1) {
    if (!document.querySelector("main .not-found")) break;
    await new Promise(requestAnimationFrame);
  }
  await Promise.all(asked);
}"""
"""Come to a page from there, and know nothing before the server says so."""
ARRIVED = "() => document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')"


class Visitor:
    """A context manager: a visit in the *page* of a window, whose *troubles* are the test's.

    One visit after another is in the same page: another one would take half as long again. What
    a test adds to it by itself stays, and so does what was typed without an account.
    """

    def __init__(self, url: str, page: Page) -> None:
        self.url = url
        self.page = page
        self.troubles: list[str] = []
        self._seen: tuple[int, Theme] | None = None

    def __enter__(self) -> Self:
        self.page.on("pageerror", self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.look_for_troubles()
        self.page.evaluate(LEAVE)
        self.page.evaluate("() => location.origin !== 'null' && sessionStorage.clear()")
        self.page.unroute_all(behavior="ignoreErrors")  # some answers never come
        self.page.remove_listener("pageerror", self._note)
        self.page.set_viewport_size(WINDOW)
        self.page.emulate_media(media="null", color_scheme="null")

    def _note(self, error: Error) -> None:
        self.troubles.append(f"threw: {error}")

    def log_in(self, number: str = NUMBER, password: str = PASSWORD) -> None:
        """Log in without the form, and have been welcomed before."""
        self.page.goto(self.url)
        wishes = {"welcomed": True, "language": "zh"}
        assert self.page.evaluate(LOG_IN, [number, password, wishes]) == 201

    def is_forgotten(self) -> None:
        """Leave nothing in the window of whoever was there before."""
        everything = {"origin": self.url, "storageTypes": "all"}
        session = self.page.context.new_cdp_session(self.page)
        session.send("Storage.clearDataForOrigin", everything)
        session.detach()
        self.page.context.clear_cookies()

    def goes_to(self, path: str, *, language: str = "zh") -> None:
        """Come to a page from another one, and know no more than the server does.

        A page that stands there is not loaded anew, which would take three times as long, unless
        the one before it has left something in the window.
        """
        if not self.page.evaluate(LEAVE):
            self.opens(path, language=language)
            return
        self.page.evaluate(COME, path)
        self.page.wait_for_function(ARRIVED)
        self.is_spoken_to_in(language)

    def opens(self, path: str, *, language: str = "zh") -> None:
        """Open a page of the portal anew, as from a link in a letter."""
        self.look_for_troubles()
        visit = next(VISITS)  # another address is loaded anew, and needs no new process for it
        self.page.goto(f"{self.url}/?lang={language}&visit={visit}#{path}")
        self.page.wait_for_function(ARRIVED)
        self.is_spoken_to_in(language)  # the account's own goes before the address

    def is_spoken_to_in(self, language: str) -> None:
        """Have the page as it stands in another language."""
        if self.page.evaluate("() => document.documentElement.lang.slice(0, 2)") != language:
            self.page.locator(".language").click()
            self.page.wait_for_function(SPEAKS, arg=language)
            self.page.wait_for_function(ARRIVED)

    def seen_as(self, *, width: int, theme: Theme) -> None:
        """Look at the page in a window of another width, or in another light."""
        if self._seen == (width, theme):
            return
        self._seen = (width, theme)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate(TWO_FRAMES)  # colours change within one

    def requested(self) -> set[str]:
        """Return the addresses that the page has asked for since it was opened."""
        return {self.page.url, *self.page.evaluate(REQUESTED)}

    def violations(self, of: Literal["all", "colours", "all but colours"] = "all") -> list[str]:
        """Return what axe finds wrong with the page as it stands."""
        if not self.page.evaluate("() => !!window.axe"):
            self.page.evaluate(AXE)
            self.page.evaluate(JUDGE_ALL)
        rules: dict[str, Any] = {
            "all": {},
            "colours": {"runOnly": COLOURS},
            "all but colours": {"rules": {rule: {"enabled": False} for rule in COLOURS}},
        }[of]
        found: list[dict[str, Any]] = self.page.evaluate(VIOLATIONS, rules)
        return [
            f"{v['id']}: {n['html'][:200]} {n['failureSummary']}" for v in found for n in v["nodes"]
        ]

    def unspoken(self) -> list[str]:
        """Return the texts on the page that are the name of a sentence instead of the sentence."""
        shown = set(self.page.locator("body").inner_text().split("\n"))
        return sorted(shown & set(all_words("zh")))

    def squeezed(self) -> list[str]:
        """Return the texts that stand in a column too narrow to be read."""
        return list(self.page.evaluate(SQUEEZED))

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(
            self.page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def look_for_troubles(self) -> None:
        """Note what broke the content policy since the page was opened."""
        self.troubles += self.page.evaluate("() => window.broken?.splice(0) ?? []")


def first_of(page: Page, held: list[Route]) -> Route:
    """Return what a *page* has been kept waiting for: it may ask a moment after it has said so."""
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def looked_at(visitor: Visitor, path: str) -> list[str]:
    """Open a page and return everything that is wrong with it, with what it loads by itself."""
    visitor.opens(path)
    return flaws(visitor)


def flaws(visitor: Visitor) -> list[str]:
    """Return what is wrong with the page as it stands, in both languages."""
    wrong = flaws_in(visitor, "zh") + flaws_in(visitor, "en")
    visitor.page.evaluate(SPOKEN_TO_IN_CHINESE)  # the next page has it from the account
    return wrong


def flaws_in(visitor: Visitor, language: str) -> list[str]:
    """Return what is wrong with the page in a *language*, at three widths and in both themes."""
    visitor.is_spoken_to_in(language)
    wrong = [f"{language}: {name} has no words here" for name in visitor.unspoken()]
    for width, theme in VIEWS if language == "zh" else VIEWS_OF_WORDS:
        visitor.seen_as(width=width, theme=theme)
        found = visitor.squeezed()
        if visitor.overflow():
            found.append(f"{visitor.overflow()} px too wide")
        if theme == "dark":
            found += visitor.violations("colours")
        elif language == "zh" and width in COLOURED:
            found += visitor.violations()
        elif language == "zh" or width == WIDTHS[-1]:
            found += visitor.violations("all but colours")
        wrong += [f"{language} {width} {theme}: {what}" for what in found]
    visitor.seen_as(width=WIDTHS[0], theme="light")
    return wrong
