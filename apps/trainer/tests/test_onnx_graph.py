"""The graph builder against the additive form's plain evaluation."""

import numpy as np
import onnxruntime

from footprint_trainer.additive import AdditiveForm, Scale, Tree, evaluate
from footprint_trainer.onnx_graph import GraphBuilder

STUMP = Tree(
    feature=np.array([1]),
    threshold=np.array([0.5]),
    left=np.array([-1]),
    right=np.array([-2]),
    value=np.array([-1.0, 2.0]),
    cover=np.array([3.0, 4.0]),
)
LEAF = Tree(
    feature=np.array([], dtype=np.int64),
    threshold=np.array([]),
    left=np.array([], dtype=np.int64),
    right=np.array([], dtype=np.int64),
    value=np.array([0.25]),
    cover=np.array([7.0]),
)
FORM = AdditiveForm(
    probabilities=np.array([0.25, 0.75]),
    linear=np.array([[1.0, 0.0], [0.0, 2.0]]),
    intercept=np.array([0.5, -0.5]),
    scale=Scale(weights=np.array([1.0, 0.0]), intercept=1.0),
    trees=[[STUMP, LEAF], []],
)
X = np.array([[0.0, 0.5], [2.0, 0.75]], dtype=np.float32)


def test_additive_form_by_hand() -> None:
    expected = [[0.5 + 0 + 1 * (-1 + 0.25), -0.5 + 2 * 0.5], [0.5 + 2 + 3 * (2 + 0.25), -0.5 + 2 * 0.75]]
    np.testing.assert_allclose(evaluate(FORM, X), expected)


def test_trees_and_linear_terms_in_onnx_equal_the_plain_evaluation() -> None:
    graph = GraphBuilder("inputs", 2)
    linear = graph.linear("inputs", FORM.linear, FORM.intercept)
    scale = graph.linear("inputs", np.array([[1.0, 0.0]]), np.array([1.0]))
    boost = graph.node("Mul", [graph.tree_sums("inputs", FORM.trees), scale])
    model = graph.model(graph.node("Add", [linear, boost]), "quantiles", 2)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (answer,) = session.run(None, {"inputs": X})
    np.testing.assert_allclose(answer, evaluate(FORM, X), rtol=1e-6)
