"""Every SQL statement of this service, and the way between rows and the domain's dataclasses: one module per area."""
