"""`python -m identity` serves."""

from commons.app import serve
from identity.app import create_app
from identity.settings import Settings

if __name__ == "__main__":
    SETTINGS = Settings()
    serve(create_app(SETTINGS), SETTINGS)
