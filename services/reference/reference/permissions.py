"""Why: who may call. The calendar of elections is public; changes come by the operator's command (two officials)."""

from commons.auth import public

Everybody = public()
