"""How rare a count is, and how rare it must be to be said: the mathematics of decisions/surge.py.

**Surprise.** Counts of people are Poisson with a rate that itself strays: gamma-Poisson, the negative binomial with
variance usual + spread × usual² (Greenwood and Yule, 1920). Chernoff's bound (1952) gives -ln P(count or more) in
closed form; it is a little cautious, never too eager, and grows with every further person. Nothing in it has a scale.

**Bar.** Real series have more great excesses than any such model. So what exceeds `KNEE` is remembered in three sums,
and a generalised Pareto distribution through them (Pickands 1975; moments of Hosking and Wallis 1987; in a stream:
Siffer et al., SPOT, 2017) says which surprise chance would bring `chance` times a month. Where nothing is remembered
yet it is e^-surprise.
"""

from dataclasses import replace
from math import exp
from math import log as ln

from chalicelib.model.surge import Scatter

KNEE = 2.0
SPREADS = (0.003, 3.0)
FIRST_SPREAD = 0.1
LEARNING = 0.3  # of the spread's logarithm in an hour
ONE_SIGMA = (0.5, 0.16)  # a surprise of half a nat is one standard deviation above: one count in six
PRIOR_HOURS = 24.0  # that the model's own tail is worth
HEAVIEST = 0.45  # shape of the Pareto tail: its moments exist below a half
HOURS_OF_A_MONTH = 720
HALF_LIFE = 14 * 24.0
_TAIL = exp(-KNEE)


def surprise(count: float, usual: float, spread: float) -> float:
    """-ln of how likely so many or more are; 0 for what is usual or less."""
    if count <= usual:
        return 0.0
    return _divergence(count, usual, spread)


def reach(usual: float, spread: float, nats: float) -> float:
    """The count whose surprise is so many nats."""
    low, high = usual, usual + 1
    while surprise(high, usual, spread) < nats:
        low, high = high, usual + 2 * (high - usual)
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if surprise(middle, usual, spread) < nats else (low, middle)
    return high


def least_usual(usual: float, spread: float, nats: float) -> float:
    """The count below the usual that is as rare on its side."""
    low, high = 0.0, usual
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if _divergence(middle, usual, spread) > nats else (low, middle)
    return low


def bar(scatter: Scatter, a_month: float, bucket_hours: float) -> float:
    """The surprise that chance brings so many times a month in this window."""
    share = (scatter.times + _TAIL * PRIOR_HOURS) / (scatter.hours + PRIOR_HOURS)
    odds = max(share, _TAIL) * HOURS_OF_A_MONTH / bucket_hours / a_month
    if odds <= 1:
        return KNEE
    times = scatter.times + _TAIL * PRIOR_HOURS
    mean = (scatter.excess + _TAIL * PRIOR_HOURS) / times
    variance = (scatter.squares + 2 * _TAIL * PRIOR_HOURS) / times - mean * mean
    shape = min(max((1 - mean * mean / variance) / 2, 0.0), HEAVIEST) if variance > 0 else 0.0
    scale = max(mean, 1.0) * (1 - shape)
    return KNEE + (scale * (odds**shape - 1) / shape if shape > 1e-6 else scale * ln(odds))


def learn_scatter(scatter: Scatter, count: float, usual: float, unknown: float, most: float, hours: float) -> Scatter:
    """One more count. An excess counts up to the bar in force, `most`: no one surge lifts the bar far."""
    level, share = ONE_SIGMA
    outside = surprise(count, usual, scatter.spread) > level
    step = LEARNING * hours * min(1.0, usual) * ((1 - share) if outside else -share) / (1 - share)
    seen, fade = surprise(count, usual, scatter.spread + unknown), 0.5 ** (hours / HALF_LIFE)
    over = min(seen - KNEE, most)
    worth = hours if over > 0 else 0.0
    return replace(
        scatter,
        spread=min(max(scatter.spread * exp(step), SPREADS[0]), SPREADS[1]),
        hours=scatter.hours * fade + hours,
        times=scatter.times * fade + worth,
        excess=scatter.excess * fade + worth * over,
        squares=scatter.squares * fade + worth * over * over,
    )


def _divergence(count: float, usual: float, spread: float) -> float:
    size = 1 / spread
    own = count * ln(count / usual) if count > 0 else 0.0
    return max(0.0, own - (count + size) * ln((count + size) / (usual + size)))
