"""The verbs of identity. They take the session first, never commit, and answer what happened.

Refusals that must leave a trace (a counted attempt, an ended family) are answers and not exceptions: an exception
would roll the trace back.
"""
