"""Why: a mail is written from a catalogue in the person's language and says nothing but number, term and link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

LANGUAGES = ("bs", "hr", "sr", "en")
HTML_LANG = {"sr": "sr-Cyrl"}
SARAJEVO = ZoneInfo("Europe/Sarajevo")


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@cache
def catalogue(language: str) -> dict[str, Any]:
    content = files("notifications").joinpath(f"templates/{language}.json").read_bytes()
    return dict(orjson.loads(content))


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("notifications"), autoescape=select_autoescape(["html.j2"]), undefined=StrictUndefined
    )


def known(template: str) -> bool:
    return template != "layout" and template in catalogue("en")


def write(template: str, language: str, params: Mapping[str, str], link: str, origin: str) -> Letter:
    """The letter. An unknown language falls back to Bosnian; a parameter that a text needs and lacks is a KeyError."""
    language = language if language in LANGUAGES else "bs"
    texts = catalogue(language)
    values = {**params, **_term(params.get("term"), texts["layout"]["sarajevo_time"])}
    subject = texts[template]["subject"].format(**values)
    context = {
        "layout": texts["layout"],
        "subject": subject,
        "body": [line.format(**values) for line in texts[template]["body"]],
        "footer": texts["layout"]["footer"].format(origin=origin),
        "link": link,
        "lang": HTML_LANG.get(language, language),
    }
    pages = _pages()
    return Letter(
        subject, pages.get_template("mail.txt.j2").render(context), pages.get_template("mail.html.j2").render(context)
    )


def _term(term: str | None, suffix: str) -> dict[str, str]:
    """An instant becomes "23.07.2024. 24:00 po sarajevskom vremenu": midnight is the end of the day that it closes."""
    if term is None:
        return {}
    try:
        at = datetime.fromisoformat(term).astimezone(SARAJEVO)
    except ValueError:
        return {"term": term, "term_short": term}
    if (at.hour, at.minute) == (0, 0):
        day, hour = (at.date().fromordinal(at.date().toordinal() - 1)), "24:00"
    else:
        day, hour = at.date(), f"{at:%H:%M}"
    short = f"{day.day}.{day.month}.{day.year}. {hour}"
    return {"term": f"{short} {suffix}", "term_short": short}
