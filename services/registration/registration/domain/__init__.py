"""The law of applying to vote from abroad, as plain Python: no I/O, no framework, no clock."""
