"""The law of certification and candidacy as plain Python: no I/O, no framework, no clock."""
