"""A service without a domain: what commons and casework are tested with on a real database."""
