"""The network as a web application: REST under /2010-04-01, controls under /_sim."""

from collections.abc import AsyncIterator

from aiohttp import web

from local.network.control import Control
from local.network.engine import Network
from local.network.lines import API_VERSION
from local.network.rest import Door
from local.network.rest_calls import Calls
from local.network.rest_conferences import Conferences
from local.network.rest_messages import Messages
from local.network.rest_numbers import Numbers

ROOT = f"/{API_VERSION}/Accounts/{{account}}"


def create_app(network: Network) -> web.Application:
    """Return the application of *network*, which lives as long as the application runs."""
    app = web.Application()
    door = Door(network)
    for resource in (Calls(network), Conferences(network), Messages(network), Numbers(network)):
        app.add_routes(resource.routes(ROOT, door))
    app.add_routes(Control(network).routes())

    async def live(_app: web.Application) -> AsyncIterator[None]:
        await network.start()
        yield
        await network.stop()

    app.cleanup_ctx.append(live)
    return app
