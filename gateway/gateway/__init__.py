"""One GraphQL door for the portal."""
