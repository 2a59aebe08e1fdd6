"""Campaign-finance reports of a certified subject (EL 15.1d(3)-(5)): entered in the portal, never on paper."""
