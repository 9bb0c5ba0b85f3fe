"""What a team decides of the form by which a dialog is handed over to the engineers."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.settings.part import Part


class Escalations(Part):
    """`template` stands in the form where nobody has said yet what is wrong."""

    template: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] = (
        "BACKGROUND (browser, settings, since when):\n\nWAY TO REPRODUCE (steps, what happens, what should):\n1."
    )
