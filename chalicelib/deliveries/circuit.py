"""When a destination that fails is left alone for a while, so that a dead vendor costs no Lambda time.

Five failures in a row open the circuit for half a minute, each further one for twice as long, up to five minutes.
After the pause one batch goes through: it closes the circuit, or opens it again.
"""

from datetime import timedelta

_FAILURES_IN_A_ROW = 5
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 300.0


def pause(failures: int) -> timedelta | None:
    """How long to leave the destination alone after so many failures in a row; None: go on trying."""
    beyond = failures - _FAILURES_IN_A_ROW
    if beyond < 0:
        return None
    return timedelta(seconds=min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(beyond, 10)))
