"""Why: `python -m notifications` serves."""

from commons.app import serve
from notifications.app import create_app
from notifications.settings import Settings

if __name__ == "__main__":
    SETTINGS = Settings()
    serve(create_app(SETTINGS), SETTINGS)
