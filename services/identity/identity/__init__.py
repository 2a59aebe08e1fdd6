"""OpenID Connect provider: who somebody is."""
