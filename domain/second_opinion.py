"""A second opinion on who will be seen again: the beta-geometric/beta-Bernoulli model (BG/BB).

Fader, Hardie and Shang, "Customer-base analysis in a discrete-time noncontractual setting",
Marketing Science 29(6), 2010. Each partner comes to an event with a chance of its own while it is
connected, and is lost for good after each with a chance of its own. The scorecard is ahead of it
(engagement.md, section 5); it is kept as a check against a published table.
"""

from dataclasses import dataclass
from math import exp, lgamma, log


@dataclass(frozen=True, slots=True)
class History:
    """What the model knows of a partner: after the first attendance, x of n, and the last of them.

    `last` is the place of the last attendance among the n, 0 where there was none.
    """

    x: int
    last: int
    n: int


@dataclass(frozen=True, slots=True)
class Model:
    """The four parameters: how often partners come (alpha, beta), and are lost (gamma, delta)."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    def log_likelihood(self, seen: History) -> float:
        """Give the logarithm of the likelihood of a history."""
        return self._log_likelihood(seen, seen.n)

    def alive(self, seen: History) -> float:
        """Give the chance of not being lost at the next event, n + 1 (the paper's definition)."""
        return exp(self._staying(seen, seen.n + 1) - self.log_likelihood(seen))

    def none_of(self, seen: History, k: int) -> float:
        """Give the chance of coming to none of the next k events: the one to raise flags by."""
        return exp(self._log_likelihood(seen, seen.n + k) - self.log_likelihood(seen))

    def expected(self, seen: History, k: int) -> float:
        """Give how many of the next k events they are expected at.

        A finite sum, since the closed form of the paper divides by gamma - 1.
        """
        comes = _ln_beta(self.alpha + seen.x + 1, self.beta + seen.n - seen.x)
        comes -= _ln_beta(self.alpha, self.beta)
        whole = self.log_likelihood(seen)
        return sum(exp(comes + self._kept(seen.n + at) - whole) for at in range(1, k + 1))

    def _kept(self, until: int) -> float:
        return _ln_beta(self.gamma, self.delta + until) - _ln_beta(self.gamma, self.delta)

    def _staying(self, seen: History, until: int) -> float:
        comes = _ln_beta(self.alpha + seen.x, self.beta + seen.n - seen.x)
        return comes - _ln_beta(self.alpha, self.beta) + self._kept(until)

    def _log_likelihood(self, seen: History, n: int) -> float:
        """Sum over being connected to the end, and being lost after each event since the last.

        Each term of the sum is the one before times a ratio, so no beta function stands in it.
        """
        terms = [self._staying(History(seen.x, seen.last, n), n)]
        if n > seen.last:
            terms += self._lost(seen, n - seen.last)
        top = max(terms)
        return top + log(sum(exp(each - top) for each in terms))

    def _lost(self, seen: History, many: int) -> list[float]:
        a, b, g, d = self.alpha, self.beta, self.gamma, self.delta
        misses = seen.last - seen.x
        term = _ln_beta(a + seen.x, b + misses) - _ln_beta(a, b)
        term += _ln_beta(g + 1, d + seen.last) - _ln_beta(g, d)
        made = [term]
        for at in range(many - 1):
            term += log(b + misses + at) - log(a + b + seen.last + at)
            term += log(d + seen.last + at) - log(g + d + seen.last + at + 1)
            made.append(term)
        return made


BODIES = Model(0.744, 0.865, 0.264, 2.416)
"""Fitted to nine public bodies, each with the same weight (engagement.md, section 8)."""


def _ln_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
