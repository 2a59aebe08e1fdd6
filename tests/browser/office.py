"""Why: what officials do with a case, as the journeys tell it."""

from typing import Any

from embedded import accounts
from tests.browser.people import Visitor, official
from tests.browser.voter import sign_in

SIGNED_IN: dict[tuple[str, str], list[Any]] = {}
"""Cookies by stack and official: a one-time code is good once, so nobody signs in twice within its half minute."""


def arrive(visitor: Visitor, key: str) -> None:
    """At the queue as an official of the demonstration, signed in with the second factor."""
    kept = SIGNED_IN.get((visitor.stack.origin, key))
    if kept is None:
        sign_in_with_code(visitor, key)
        cookies = visitor.context.cookies()
        SIGNED_IN[visitor.stack.origin, key] = [one for one in cookies if one.get("name") != "language"]
    else:
        visitor.context.add_cookies(kept)
        visitor.go("/office")


def sign_in_with_code(visitor: Visitor, key: str) -> None:
    person = official(visitor.stack, key)
    visitor.go("/session/login?next=/office")
    sign_in(visitor, person["email"], person["password"])
    visitor.page.locator("#code").fill(accounts.one_time_code(person) or "")
    visitor.page.locator("form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/office**")


def find(visitor: Visitor, words: str, *, queue: str = "ALL") -> None:
    """The queue, searched for words of a name in either script, or a number."""
    visitor.go(f"/office?queue={queue}")
    visitor.page.locator("#queue-search").fill(words)
    visitor.page.locator("#queue-search").press("Enter")


def open_case(visitor: Visitor, number: str) -> None:
    visitor.page.get_by_role("link", name=number, exact=True).first.click()
    visitor.page.wait_for_url("**/office/cases/*")


def take(visitor: Visitor) -> None:
    visitor.press("office:actions.take.title")
    visitor.sees(visitor.t("office:case.mine"))


def panel(visitor: Visitor, name: str) -> None:
    visitor.page.locator("summary", has_text=visitor.t(f"office:actions.{name}.title")).first.click()


def return_for(visitor: Visitor, path: str, code: str, words: str) -> None:
    panel(visitor, "return")
    visitor.page.locator("#place-0").select_option(path)
    visitor.page.locator("#code-0").select_option(code)
    visitor.page.get_by_label(visitor.t("office:actions.return.text")).fill(words)
    visitor.press("office:actions.return.send")
    visitor.sees(visitor.t("status:office.RETURNED"))


def check_all_good(visitor: Visitor, results: dict[str, str]) -> None:
    for key, result in results.items():
        visitor.page.locator(f"#check-{key}").select_option(result)
    visitor.press("office:checklist.save")
    visitor.sees(visitor.t("office:checklist.progress", done=len(results), all=len(results)))


def propose(visitor: Visitor, outcome: str, *, grounds: tuple[str, ...] = (), reasons: str = "") -> None:
    panel(visitor, "propose")
    visitor.page.locator(f'input[name="outcome"][value="{outcome}"]').check()
    for ground in grounds:
        visitor.page.locator(f'input[value="{ground}"]').check()
    visitor.page.get_by_label(visitor.t("office:actions.propose.reasons")).fill(reasons)
    visitor.page.locator("form button[type=submit]", has_text=visitor.t("office:actions.propose.title")).click()
    visitor.sees(visitor.t("status:office.PROPOSED"))


def hold_session(visitor: Visitor, number: str, *, case: str) -> None:
    """A member puts one proposal before a sitting, where all who are there vote for it."""
    visitor.go("/office?queue=TO_DECIDE")
    visitor.page.get_by_label(visitor.t("office:queue.pickOne", number=case)).check()
    facts = {"number": number, "agenda": "3", "members": "7", "present": "5", "votesFor": "5", "votesAgainst": "0"}
    for name, value in facts.items():
        visitor.page.locator(f'input[name="{name}"]').fill(value)
    visitor.look("sitting")
    visitor.press("office:sessions.vote")
    visitor.sees(visitor.t("office:sessions.done"))
