"""Wilco, a table of contents: the entrances, and the workers that deliver. Each queue, stream and schedule is a
Lambda of its own; all HTTP routes share one."""

import gc

gc.disable()  # what is loaded now stays: to look for garbage among it is a sixth of a cold start

from chalice import Chalice, CORSConfig

from chalicelib.deliveries import workers
from chalicelib.entrances import (
    chat,
    escalations,
    http_reports,
    jira,
    lambdas,
    screenshots,
    service,
    slack,
    subscriptions,
    tracking,
    widget,
)

app = Chalice(app_name="wilco")
app.api.cors = CORSConfig(allow_origin="*", allow_headers=["Content-Type"], max_age=7200)

for blueprint in (
    http_reports,
    tracking,
    subscriptions,
    screenshots,
    widget,
    slack,
    jira,
    chat,
    escalations,
    service,
    lambdas,
    workers,
):
    app.register_blueprint(blueprint.bp)

gc.freeze()
gc.enable()
