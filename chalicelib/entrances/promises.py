"""What became of promises, in the log: a metric counts these lines (infra/resources.yml)."""

from chalicelib.model.decision import Decision
from chalicelib.model.promise import PromiseCounted
from chalicelib.observe import log


def tell_kept(decision: Decision) -> Decision:
    """Log what a decision that was committed has kept or broken; the decision itself."""
    for change in decision.changes:
        if isinstance(change, PromiseCounted):
            log(f"promise_{'kept' if change.kept else 'broken'}", product=change.product)
    return decision
