"""The routes: parse, call the verb, answer. No rule, no query. One module per area."""

from fastapi import APIRouter

from candidacy.api import lists, lists_office, lists_public

ROUTERS: tuple[APIRouter, ...] = (
    lists.router,
    lists_office.router,
    lists_office.sessions,
    lists_public.router,
)
