"""(a) A status webhook through the real app, beside a bare Chalice route with the same check."""

import statistics
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from chalice import Chalice, Response
from twilio.request_validator import RequestValidator

from bench.waiting import Waits

ROUNDS = 400
WARM_UP = 50


def event(resource: str, form: dict[str, str], **ids: str) -> dict[str, object]:
    """Return the API Gateway event of one signed webhook."""
    from chalicelib import config  # noqa: PLC0415 - the caller sets the environment first

    url = config.settings.public_base_url + resource.format(**ids)
    token = config.secrets().auth_tokens[0]
    form = {"AccountSid": config.secrets().account_sid, **form}
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": RequestValidator(token).compute_signature(url, form),
    }
    return {
        "resource": resource,
        "requestContext": {"resourcePath": resource, "httpMethod": "POST"},
        "pathParameters": ids or None,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "multiValueQueryStringParameters": None,
        "stageVariables": None,
        "body": urlencode(form),
        "isBase64Encoded": False,
    }


def bare_app() -> Chalice:
    """Return an app that checks the signature and answers, nothing else."""
    from chalicelib import config  # noqa: PLC0415 - as above

    app = Chalice("bare", configure_logs=False)
    validator = RequestValidator(config.secrets().auth_tokens[0])

    @app.route(
        "/voice/{conference_id}/{leg_id}/status",
        methods=["POST"],
        content_types=["application/x-www-form-urlencoded"],
    )
    def status(conference_id: str, leg_id: str) -> Response:
        request = app.current_request
        if request is None:
            raise RuntimeError("no request")
        url = f"{config.settings.public_base_url}/voice/{conference_id}/{leg_id}/status"
        form = dict(parse_qsl(bytes(request.raw_body).decode(), keep_blank_values=True))  # type: ignore[arg-type]
        good = validator.validate(url, form, request.headers["x-twilio-signature"])
        return Response("", status_code=204 if good else 403)

    return app


def run(waits: Waits) -> str:
    """Return the line of this figure; the tables must be there."""
    import app as product  # noqa: PLC0415 - as above
    from chalicelib import legs  # noqa: PLC0415 - as above

    resource = "/voice/{conference_id}/{leg_id}/status"
    bare = bare_app()
    calls: list[tuple[dict[str, object], dict[str, object]]] = []
    for n in range(ROUNDS + WARM_UP):
        leg = legs.add("bench", f"+86139{n:08d}", attempt=1, asked_by="bench")
        if leg is None:
            raise RuntimeError("the leg is there already")
        form = {"CallSid": f"CA{n:032x}", "CallStatus": "ringing", "SequenceNumber": "1"}
        ids = {"conference_id": "bench", "leg_id": leg.leg_id}
        calls.append((event(resource, form, **ids), event(resource, form, **ids)))
    whole, own, plain = [], [], []
    for real, simple in calls:
        waits.reset()
        took = _timed(lambda real=real: product.app(real, None))  # type: ignore[misc]
        whole.append(took)
        own.append(took - waits.seconds)
        plain.append(_timed(lambda simple=simple: bare(simple, None)))  # type: ignore[misc]
    a, b, c = (statistics.median(times[WARM_UP:]) * 1000 for times in (whole, own, plain))
    return (
        f"(a) status webhook in process: {a:.2f} ms, of which {b:.2f} ms ours and the rest waiting "
        f"for the database; a bare Chalice route with the same check: {c:.2f} ms; "
        f"ratio of ours to it {b / c:.1f}"
    )


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
