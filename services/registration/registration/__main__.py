"""`python -m registration` serves. Imports wait for the guard: the processes that open uploads (isolation.py) import
this module again under another name, and shall stay small."""

if __name__ == "__main__":
    from commons.app import serve
    from registration.app import create_app
    from registration.settings import Settings

    SETTINGS = Settings()
    serve(create_app(SETTINGS), SETTINGS)
