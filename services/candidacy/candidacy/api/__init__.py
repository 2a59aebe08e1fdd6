"""The routes: parse, call the verb, answer. No rule, no query. One module per area."""

from fastapi import APIRouter

from candidacy.api import certification, certification_office, lists, lists_office, lists_public, subjects, support

ROUTERS: tuple[APIRouter, ...] = (
    lists.router,
    lists_office.router,
    lists_office.sessions,
    lists_public.router,
    support.router,
    subjects.router,
    certification.router,
    certification_office.router,
)
