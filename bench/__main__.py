"""`make bench`: the figures of docs/capacity.md, measured on this machine."""

from bench.rig import rigged, store_and_settings
from bench.waiting import measure_waits


def main() -> None:
    """Measure and print one line for each figure."""
    waits = measure_waits()
    with store_and_settings():
        from bench import (  # noqa: PLC0415 - after the environment is set
            billing,
            cold_start,
            conference,
            from_web,
            load,
            minute,
            page,
            portal,
            reservations,
            steps,
            webhook,
        )
        from local import product  # noqa: PLC0415 - likewise

        product.create_missing_tables()
        print(webhook.run(waits), flush=True)
        with rigged(speed=conference.SPEED) as rig:
            print(conference.cost(rig), flush=True)
            print(conference.tenth_phone(rig), flush=True)
            portal.register()
            measures = (
                *(from_web.run, page.run, steps.run, minute.run, minute.sizes),
                *(reservations.life, billing.page),
            )
            for measure in measures:
                print(measure(rig), flush=True)
        print(load.run(), flush=True)
        print(reservations.run(), flush=True)
        print(billing.rating(), flush=True)
        print(billing.rerating(), flush=True)
        print(cold_start.run(), flush=True)


if __name__ == "__main__":
    main()
