"""`python -m candidacy` serves. Imports wait for the guard: the processes that open uploads (isolation.py) import
this module again under another name, and shall stay small."""

if __name__ == "__main__":
    from candidacy.app import create_app
    from candidacy.settings import Settings
    from commons.app import serve

    SETTINGS = Settings()
    serve(create_app(SETTINGS), SETTINGS)
