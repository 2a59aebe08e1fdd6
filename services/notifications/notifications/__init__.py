"""Tells people: in-portal inbox and e-mail."""
