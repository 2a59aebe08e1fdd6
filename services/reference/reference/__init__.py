"""The elections: calendar, overrides and outside facts."""
