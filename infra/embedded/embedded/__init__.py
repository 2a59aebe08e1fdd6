"""The one-command stack: servers from wheels, services, portal, demo data."""
