"""Boosted trees on what a formula leaves of the outcome, in units of risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import lightgbm
import numpy as np

from footprint_trainer.additive import AdditiveForm, Scale, Tree, evaluate
from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector, IntVector
from footprint_trainer.families.boosted_trees import trees_of
from footprint_trainer.families.linear_quantile import FittedLinear, FourTermFormula, SizeLaw, SpreadTerm
from footprint_trainer.families.risk_unit import risk_inputs
from footprint_trainer.families.size_inputs import RISES_WITH_QUANTITY
from footprint_trainer.inner_folds import inner_folds
from footprint_trainer.metrics import pinball
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.rows import Rows

Start = Literal["FORMULA", "ZERO"]
"""FORMULA: the trees correct the four-term formula. ZERO: all but the law of size is left to them."""

ROUNDS = (0, 20, 40, 80)
"""Numbers of trees to choose from: none is the formula itself."""

_SLOW_GROUPS_BY_INPUT = frozenset(
    {
        "dailyReturn1d",
        "dailyReturn5d",
        "dailyReturn20d",
        "openGap",
        "lnCloseToCloseToParkinson",
        "lnImpliedToDailyVolatility",
        "sentiment",
        "lnNextEventSeconds",
    }
)
"""Constant within an instrument's day or nearly so: with a few days, trees would read the date off them."""


@dataclass(frozen=True)
class FittedBoosting:
    """`q_k = start_k + r sum of trees_k`, r the risk unit."""

    form: AdditiveForm

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        return evaluate(self.form, x)

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds a Gemm for the start, a Gemm for the risk, and one TreeEnsembleRegressor of K targets."""
        start = graph.linear(inputs, self.form.linear, self.form.intercept)
        if self.form.scale is None or not any(self.form.trees):
            return start
        risk = graph.linear(inputs, self.form.scale.weights[None, :], np.array([self.form.scale.intercept]))
        boost = graph.node("Mul", [graph.tree_sums(inputs, self.form.trees), risk])
        return graph.node("Add", [start, boost])

    def additive(self) -> AdditiveForm:
        """The form itself."""
        return self.form


@dataclass(frozen=True)
class GradientBoosting:
    """The family (Friedman 2001), with LightGBM.

    Small trees, few of them, each grown on half of the 5-minute blocks: days differ more than rows do. The trees do
    not see the size, so that every quantile rises with it as the start does. How many trees is chosen on held-out
    days of the training rows.
    """

    spread: SpreadTerm
    start: Start = "FORMULA"
    threads: int = 1
    rounds: Sequence[int] = ROUNDS

    @property
    def name(self) -> str:
        """As in the manifest."""
        return "gradientBoosting" if self.start == "FORMULA" else "gradientBoostingFromZero"

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedBoosting:
        """Fits `label`."""
        known = rows.labelled(label)
        count = self._choose_rounds(known, label, probabilities, seed)
        start = self._fit_start(known, label, probabilities)
        trees = [group[:count] for group in self._boost(known, label, start, count, seed)]
        return FittedBoosting(_form(start, trees, label, known.inputs))

    def _choose_rounds(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> int:
        if len(self.rounds) == 1:
            return self.rounds[0]
        lost = np.zeros(len(self.rounds))
        for held, fitted_on in inner_folds(rows):
            fit_rows, test_rows = rows.take(fitted_on), rows.take(held)
            start = self._fit_start(fit_rows, label, probabilities)
            grown = self._boost(fit_rows, label, start, max(self.rounds), seed)
            for position, count in enumerate(self.rounds):
                form = _form(start, [group[:count] for group in grown], label, rows.inputs)
                lost[position] += pinball(test_rows.y[label], evaluate(form, test_rows.x), probabilities).sum()
        return self.rounds[int(lost.argmin())]

    def _fit_start(self, rows: Rows, label: str, probabilities: Float64Vector) -> FittedLinear:
        family = FourTermFormula(self.spread) if self.start == "FORMULA" else SizeLaw()
        return family.fit(rows, label, probabilities, seed=0)

    def _boost(self, rows: Rows, label: str, start: FittedLinear, count: int, seed: int) -> list[list[Tree]]:
        """`count` trees for each probability of `start`."""
        if count == 0:
            return [[] for _ in start.probabilities]
        risk = rows.x @ _risk(label, rows.inputs)
        left_over = (rows.y[label][:, None] - start.predict(rows.x)) / risk[:, None]
        columns = seen_by_trees(rows.inputs)
        by_block = np.argsort(rows.block, kind="stable")
        _, block_sizes = np.unique(rows.block, return_counts=True)
        # A loss in units of risk, weighed by the risk, is the loss in bps. Inputs are binned once for all quantiles.
        data = lightgbm.Dataset(
            rows.x[by_block][:, columns],
            left_over[by_block, 0],
            weight=risk[by_block],
            group=block_sizes,
            params=_BINNING,
        ).construct()
        grown = []
        for position, probability in enumerate(start.probabilities.tolist()):
            data.set_label(left_over[by_block, position])
            settings = _settings(probability, len(rows), self.threads, seed)
            grown.append(trees_of(lightgbm.train(settings, data, num_boost_round=count), columns))
        return grown


def seen_by_trees(inputs: tuple[str, ...]) -> IntVector:
    """Positions of the inputs without a scale, but for size and for what hardly varies within a day."""
    hidden = RISES_WITH_QUANTITY | _SLOW_GROUPS_BY_INPUT
    return np.array(
        [at for at, name in enumerate(inputs) if not name.endswith("Bps") and name not in hidden], dtype=np.int64
    )


_BINNING = {"max_bin": 31, "force_col_wise": True, "verbose": -1}


def _settings(probability: float, rows: int, threads: int, seed: int) -> dict[str, object]:
    return {
        "objective": "quantile",
        "alpha": probability,
        "boost_from_average": False,
        "num_leaves": 4,
        "learning_rate": 0.04,
        "min_data_in_leaf": max(20, rows // 50),
        "feature_fraction_bynode": 0.3,
        "bagging_by_query": True,
        "bagging_fraction": 0.5,
        "bagging_freq": 1,
        **_BINNING,
        "deterministic": True,
        "seed": seed,
        "num_threads": threads,
    }


def _form(start: FittedLinear, trees: Sequence[Sequence[Tree]], label: str, inputs: tuple[str, ...]) -> AdditiveForm:
    return AdditiveForm(
        start.probabilities,
        start.coefficients,
        np.zeros(len(start.probabilities)),
        Scale(_risk(label, inputs), 0.0),
        trees,
    )


def _risk(label: str, inputs: tuple[str, ...]) -> Float64Vector:
    """Weights [F] of the unit of risk: the mean of v300 and v1800, times sqrt(T + h). Their floors keep it positive."""
    weights = np.zeros(len(inputs))
    weights[[inputs.index(name) for name in risk_inputs(label)]] = 0.5
    return weights
