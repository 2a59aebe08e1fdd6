"""Every page leaves through here: one set of headers, one way to say what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from identity.languages import LANGUAGES, NAMES, TAGS, say
from identity.pages.assets import address
from identity.pages.browser import Browser

SARAJEVO = ZoneInfo("Europe/Sarajevo")


@dataclass(frozen=True)
class Notice:
    """A box above the form: something was done, or something is to be known. Keys of texts, and their values."""

    key: str
    help: str | None = None
    kind: str = "success"
    values: Mapping[str, object] = field(default_factory=dict)


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("identity"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    pages.globals["asset"] = address
    return pages


def policy(form_targets: tuple[str, ...]) -> str:
    """Nothing inline, nothing foreign. Browsers apply form-action to the redirects after a form too."""
    targets = " ".join(["'self'", *sorted({origin(uri) for uri in form_targets})])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def origin(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def headers(here: Browser) -> dict[str, str]:
    targets = tuple(uri for client in here.parts.clients.values() for uri in client.redirect_uris)
    return {
        "Content-Security-Policy": policy(targets),
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Content-Language": TAGS[here.language],
    }


def page(
    here: Browser,
    template: str,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    notice: Notice | None = None,
    **values: object,
) -> Response:
    """`errors`: field → key of its text; they are listed above the form too, with links to the fields."""

    def t(key: str, **texts: object) -> Markup:
        return say(here.language, key, **texts)

    content = (
        _pages()
        .get_template(template)
        .render(
            t=t,
            lang=TAGS[here.language],
            language=here.language,
            languages=[(code, TAGS[code], NAMES[code], _in(here, code)) for code in LANGUAGES],
            csrf=here.csrf,
            here=here.there,
            portal=f"{here.parts.settings.public_origin}/",
            errors={name: t(key) for name, key in (errors or {}).items()},
            notice=notice,
            when=lambda at: _when(here.language, at),
            **values,
        )
    )
    if errors and status == 200:
        status = 422
    return here.dress(HTMLResponse(content, status, headers(here)))


def go(here: Browser, address: str) -> Response:
    return here.dress(RedirectResponse(address, 303, {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}))


def _in(here: Browser, language: str) -> str:
    kept = [(k, v) for k, v in here.request.query_params.multi_items() if k != "ui_locales"]
    return f"{here.request.url.path}?{urlencode([*kept, ('ui_locales', language)])}"


def _when(language: str, at: datetime) -> str:
    local = at.astimezone(SARAJEVO)
    return f"{local.day}. {local.month}. {local.year}. {local:%H:%M} ({say(language, 'common.sarajevo')})"
