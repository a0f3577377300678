"""Values and derivatives of the losses over scores near and far, from scikit-learn. Writes references.json beside this file:

    apt-get install -y python3-sklearn
    /usr/bin/python3 libs/algorithms/references/losses/make_references.py
    npx prettier --write libs/algorithms/references/losses/references.json
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn._loss import HalfMultinomialLoss, HalfPoissonLoss, PinballLoss
from sklearn.linear_model import _sgd_fast as sgd

EPSILON, QUANTILE = 0.1, 0.3
SCORES = [-700.0, -30.0, -17.5, -2.0, -1.2, -1.0, -0.3, -0.05, 0.0, 0.05, 0.3, 1.0, 1.2, 2.0, 17.5, 30.0, 700.0]
CLASSIFIERS = {
    "hinge": sgd.Hinge(1.0),
    "squared_hinge": sgd.SquaredHinge(1.0),
    "log_loss": sgd.Log(),
    "modified_huber": sgd.ModifiedHuber(),
    "perceptron": sgd.Hinge(0.0),
}
REGRESSORS = {
    "squared_error": sgd.SquaredLoss(),
    "huber": sgd.Huber(EPSILON),
    "epsilon_insensitive": sgd.EpsilonInsensitive(EPSILON),
    "squared_epsilon_insensitive": sgd.SquaredEpsilonInsensitive(EPSILON),
}


def table(loss, targets):
    return [[y, p, loss.py_loss(p, y), loss.py_dloss(p, y)] for y in targets for p in SCORES]


def of_array_loss(loss, targets):
    """scikit-learn's other family of losses takes arrays."""
    pairs = numpy.array([(y, p) for y in targets for p in SCORES])
    values, slopes = loss.loss_gradient(pairs[:, 0].copy(), pairs[:, 1].copy())
    return [[*pair, value, slope] for pair, value, slope in zip(pairs.tolist(), values.tolist(), slopes.tolist())]


def softmax():
    rows = [[0.0, 0.0, 0.0], [1.0, -2.0, 0.5], [700.0, -700.0, 0.0], [-700.0, -700.0, -700.0], [30.0, 29.0, 28.0]]
    codes = [0.0, 1.0, 2.0]
    scores = numpy.array([row for row in rows for _ in codes])
    targets = numpy.array([code for _ in rows for code in codes])
    values, slopes = HalfMultinomialLoss(n_classes=3).loss_gradient(targets, scores)
    return {"codes": targets.tolist(), "scores": scores.tolist(), "values": values.tolist(), "slopes": slopes.tolist()}


def main():
    reference = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "epsilon": EPSILON,
        "quantile": QUANTILE,
        "pointwise": {
            **{name: table(loss, (-1.0, 1.0)) for name, loss in CLASSIFIERS.items()},
            **{name: table(loss, (0.0, 0.7)) for name, loss in REGRESSORS.items()},
            "quantile": of_array_loss(PinballLoss(quantile=QUANTILE), (0.0, 0.7)),
            "poisson": of_array_loss(HalfPoissonLoss(), (0.0, 0.7, 4.0)),
        },
        "softmax": softmax(),
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
