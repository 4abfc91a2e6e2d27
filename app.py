"""The functions of 116323 多方通话: what is served, nothing else."""

from chalice import Chalice

from chalicelib import logs
from chalicelib.schedules import minute, schedules
from chalicelib.twiml.routes import voice
from chalicelib.workers import work, workers

app = Chalice(app_name="duoyoutong", configure_logs=False)
logs.set_up()

app.register_blueprint(voice)
app.register_blueprint(schedules)
app.register_blueprint(workers)

__all__ = ["app", "minute", "work"]
