"""The routes: parse, call the verb, answer. No rule, no query. One module per area."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
