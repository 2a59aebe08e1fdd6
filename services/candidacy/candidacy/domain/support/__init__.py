"""Signatures of support (EL 4.4): what a line says, what the register answers, whether enough of them are valid."""
