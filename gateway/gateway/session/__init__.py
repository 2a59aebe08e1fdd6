"""Why: the browser holds a cookie and nothing else; tokens stay on the server (OAuth for browser apps, BFF)."""
