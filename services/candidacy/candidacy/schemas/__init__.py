"""Requests and answers of the REST interface: one module per area."""
