"""Certification of political subjects (EL 4.3-4.6): what an application holds, what it lacks, and how it is decided."""
