"""Why: `python -m reference` serves."""

from commons.app import serve
from reference.app import create_app
from reference.settings import Settings

if __name__ == "__main__":
    SETTINGS = Settings()
    serve(create_app(SETTINGS), SETTINGS)
