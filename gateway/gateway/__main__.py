"""`python -m gateway`: the door of the portal."""

import uvicorn

from gateway.app import create_app
from gateway.arrival import StampedProtocol
from gateway.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=StampedProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )
