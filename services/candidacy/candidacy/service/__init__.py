"""The verbs of candidacy: each loads, asks the rules, writes and tells. None commits."""
