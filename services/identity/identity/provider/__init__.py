"""The OpenID Connect protocol: Authlib's grants and endpoints, given a Starlette request and a database session."""
