"""Certification of political subjects and candidate lists."""
