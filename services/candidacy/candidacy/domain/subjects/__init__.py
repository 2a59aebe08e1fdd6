"""Political subjects and the people who act for them (domain.md 2.2.1)."""
