"""The functions of 116323 多方通话: what is served, nothing else."""

from chalice import Chalice

from chalicelib import logs
from chalicelib.api.account import mine
from chalicelib.api.conferences import calls
from chalicelib.api.contacts import people
from chalicelib.api.desk import counter
from chalicelib.api.groups import teams
from chalicelib.api.host_numbers import host_phones
from chalicelib.api.quick_calls import quick
from chalicelib.api.records import BINARY, bills
from chalicelib.api.registrations import entry
from chalicelib.api.reservations import arranged
from chalicelib.api.service import service
from chalicelib.api.sessions import logins
from chalicelib.schedules import day, minute, schedules
from chalicelib.twiml.routes import voice
from chalicelib.workers import work, workers

app = Chalice(app_name="duoyoutong", configure_logs=False)
app.api.binary_types += BINARY
logs.set_up()

app.register_blueprint(voice)
app.register_blueprint(service)
app.register_blueprint(entry)
app.register_blueprint(logins)
app.register_blueprint(mine)
app.register_blueprint(host_phones)
app.register_blueprint(people)
app.register_blueprint(calls)
app.register_blueprint(quick)
app.register_blueprint(arranged)
app.register_blueprint(bills)
app.register_blueprint(teams)
app.register_blueprint(counter)
app.register_blueprint(schedules)
app.register_blueprint(workers)

__all__ = ["app", "day", "minute", "work"]
