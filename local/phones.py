"""The simulated phones of one machine: network, sound and wall behind one address."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from local.listening import listening
from local.network.engine import Network
from local.network.server import create_app
from local.network.settings import Settings
from local.sound.engine import Sound
from local.wall.server import add_wall


def network_settings(product_url: str, data: Path) -> Settings:
    """Return the network that has our number on it and keeps its ledger in *data*."""
    return Settings(
        voice_url=f"{product_url}/voice/incoming",
        status_callback=f"{product_url}/voice/status",
        data_dir=data / "network",
    )


@asynccontextmanager
async def phones(settings: Settings, *, port: int, product_url: str) -> AsyncIterator[str]:
    """Run the phone network that calls the product at *product_url*; yield its address."""
    async with Sound() as sound:
        network = Network(settings, sound)
        app = create_app(network)
        add_wall(app, network, sound, product_url=product_url)
        async with listening(app, port) as url:
            yield url


async def serve_phones(*, port: int, data: Path) -> None:
    """Serve the phone network alone until it is cancelled, for a product at PUBLIC_BASE_URL."""
    product_url = os.environ.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000")
    settings = network_settings(product_url, data)
    async with phones(settings, port=port, product_url=product_url) as url:
        print(f"READY {url}/phones", flush=True)
        await asyncio.Event().wait()
