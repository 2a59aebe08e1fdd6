"""The verbs of the procedure: load, ask the domain, write, tell."""
