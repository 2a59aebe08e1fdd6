"""The pages that people see: plain HTML that works without scripts, in four languages, under a strict policy."""
