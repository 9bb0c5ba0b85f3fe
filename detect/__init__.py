"""The surge detector, judged on labelled series: `python -m detect FOLDER`."""
