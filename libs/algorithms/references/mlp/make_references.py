"""Multilayer perceptrons of src/mlp/references.test.ts by scikit-learn: the steps from given first weights without shuffling, and scores
over seeds with it. Writes references.json beside this file:

    apt-get install -y python3-sklearn
    /usr/bin/python3 libs/algorithms/references/mlp/make_references.py
    npx prettier --write libs/algorithms/references/mlp/references.json

Rows, targets and first weights follow from formulas (numbers), which the test has too.
"""

import json
import platform
import warnings
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_diabetes, load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
N, D = 40, 3
# Of 20 a pair of equal distributions was 2.1 standard errors apart once; of 120 it was 0.5.
SEEDS = 100


def numbers(length, salt, scale):
    """(7919 (i + salt) mod 1009) / 1009 − ½, times the scale."""
    return numpy.array([scale * (((7919 * (i + salt)) % 1009) / 1009 - 0.5) for i in range(length)])


def rows():
    return numbers(N * D, 1, 3.0).reshape(N, D)


def targets(n_classes):
    """What a plane says: a number, or one of n_classes slices."""
    plane = rows() @ numpy.array([1.0, -0.5, 0.25]) + numbers(N, 9, 0.3)
    if n_classes is None:
        return plane
    order = numpy.argsort(numpy.argsort(plane))
    return order * n_classes // N


def from_given_weights(estimator):
    """Lets fit start at numbers: the weights of all layers one behind the other, then the biases."""

    def initialize(y, layer_units, dtype, original=estimator._initialize):
        original(y, layer_units, dtype)
        lengths = [a * b for a, b in zip(layer_units[:-1], layer_units[1:])]
        theta = numbers(sum(lengths) + sum(layer_units[1:]), 3, 1.0)
        at = 0
        for k, length in enumerate(lengths):
            estimator.coefs_[k] = theta[at : at + length].reshape(layer_units[k], layer_units[k + 1])
            at += length
        for k, units in enumerate(layer_units[1:]):
            estimator.intercepts_[k] = theta[at : at + units]
            at += units

    estimator._initialize = initialize
    return estimator


def steps(parameters, n_classes):
    Class = MLPRegressor if n_classes is None else MLPClassifier
    estimator = from_given_weights(Class(shuffle=False, **parameters))
    X = rows()
    estimator.fit(X, targets(n_classes))
    theta = numpy.concatenate([part.ravel() for part in [*estimator.coefs_, *estimator.intercepts_]])
    answers = estimator.predict(X) if n_classes is None else estimator.predict_proba(X)
    lbfgs = parameters.get("solver") == "lbfgs"
    return {
        "parameters": parameters,
        "nClasses": n_classes,
        "losses": rounded(estimator.loss_curve_ if not lbfgs else [estimator.loss_]),
        # Different line searches come to the same minimum, along other ways.
        **({} if lbfgs else {"nIter": estimator.n_iter_, "theta": rounded(theta), "answers": rounded(answers[:5].ravel())}),
    }


def rounded(values):
    return [float(f"{value:.12g}") for value in values]


def scores(name, Class, parameters, X, y):
    """Two thirds are learnt from, one third is scored."""
    X = StandardScaler().fit_transform(X)
    order = [(37 * i) % len(y) for i in range(len(y))]
    X, y = X[order], y[order]
    train = numpy.arange(len(y)) % 3 != 0
    values = [Class(random_state=seed, **parameters).fit(X[train], y[train]).score(X[~train], y[~train]) for seed in range(SEEDS)]
    return {"data": name, "estimator": Class.__name__, "parameters": parameters, "mean": numpy.mean(values), "deviation": numpy.std(values, ddof=1), "seeds": SEEDS}


# scikit-learn adds ε before the second moment is corrected, the paper and we after it: with a small one it does not matter.
ADAM = {"epsilon": 1e-16}
STEPS = [
    ({"hidden_layer_sizes": [4], "max_iter": 20, **ADAM}, 3),
    ({"hidden_layer_sizes": [4, 3], "max_iter": 20, "activation": "tanh", "batch_size": 16, "learning_rate_init": 0.01, **ADAM}, 2),
    ({"hidden_layer_sizes": [4], "max_iter": 20, "activation": "logistic", "alpha": 0.5, "beta_1": 0.8, "beta_2": 0.9, **ADAM}, None),
    ({"hidden_layer_sizes": [], "max_iter": 20, "activation": "identity", "learning_rate_init": 0.05, **ADAM}, 3),
    ({"hidden_layer_sizes": [4], "max_iter": 20, "solver": "sgd", "batch_size": 15, "learning_rate_init": 0.05}, 3),
    ({"hidden_layer_sizes": [4], "max_iter": 20, "solver": "sgd", "nesterovs_momentum": False, "momentum": 0.5, "learning_rate": "invscaling", "power_t": 0.3, "learning_rate_init": 0.5}, 2),
    ({"hidden_layer_sizes": [4], "max_iter": 300, "solver": "sgd", "learning_rate": "adaptive", "tol": 0.01, "n_iter_no_change": 3, "batch_size": 20, "learning_rate_init": 0.3}, None),
    ({"hidden_layer_sizes": [4], "max_iter": 400, "tol": 0.003, "n_iter_no_change": 2, "learning_rate_init": 0.02, **ADAM}, 3),
    ({"hidden_layer_sizes": [], "activation": "identity", "solver": "lbfgs", "alpha": 1.0, "max_iter": 1000, "tol": 1e-9}, 3),
    ({"hidden_layer_sizes": [], "activation": "identity", "solver": "lbfgs", "alpha": 1.0, "max_iter": 1000, "tol": 1e-9}, None),
]


def main():
    iris, diabetes = load_iris(return_X_y=True), load_diabetes(return_X_y=True, scaled=False)
    reference = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
        "steps": [steps(*case) for case in STEPS],
        "scores": [
            scores("iris", MLPClassifier, {"hidden_layer_sizes": [8], "max_iter": 60, "learning_rate_init": 0.01}, *iris),
            scores("iris", MLPClassifier, {"hidden_layer_sizes": [8], "max_iter": 80, "solver": "sgd", "learning_rate_init": 0.05, "activation": "tanh"}, *iris),
            scores("diabetes", MLPRegressor, {"hidden_layer_sizes": [10], "max_iter": 100, "learning_rate_init": 0.05}, *diabetes),
        ],
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
