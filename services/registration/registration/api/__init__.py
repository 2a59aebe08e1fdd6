"""The routes: parse, call the verb, answer. No rule, no query."""

from fastapi import APIRouter

from registration.api import applications, cases, decisions, documents, form, receipts

ROUTERS: tuple[APIRouter, ...] = (
    form.router,
    applications.router,
    documents.router,
    cases.router,
    decisions.router,
    receipts.router,
)
