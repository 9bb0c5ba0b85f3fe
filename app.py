"""Wilco: a table of contents. Each blueprint is one entrance or one delivery; each delivery is a Lambda of its own."""

from chalice import Chalice, CORSConfig

from chalicelib.deliveries import fan_out, relay, to_jira, to_mail, to_slack
from chalicelib.entrances import clock, facts, http_reports, jira, service, slack, tracking

app = Chalice(app_name="wilco")
app.api.cors = CORSConfig(allow_origin="*", allow_headers=["Content-Type"], max_age=7200)

for blueprint in (
    http_reports,
    tracking,
    slack,
    jira,
    service,
    facts,
    clock,
    relay,
    to_jira,
    to_slack,
    to_mail,
    fan_out,
):
    app.register_blueprint(blueprint.bp)
