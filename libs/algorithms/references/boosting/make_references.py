"""Reference figures for the tests of gradient boosting, from scikit-learn's HistGradientBoosting.

Writes references.json beside this file:

    apt-get install -y python3-sklearn
    /usr/bin/python3 libs/algorithms/references/boosting/make_references.py
    npx prettier --write libs/algorithms/references/boosting/references.json

Everything is deterministic: the same versions write the same file.

The made data are computed by formulas of +, -, *, / and remainders, which the tests repeat in TypeScript bit by bit. Its
features have fewer than 255 distinct values, so that binning is exact.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss, mean_squared_error

DATA = Path(__file__).parents[4] / "examples" / "data"
N_ROWS = 500
N_PREDICTED = 50
ROUNDS = 30


def made_data():
    i = numpy.arange(N_ROWS)
    X = numpy.column_stack(
        [i * 37 % 101, i * i % 67 + i % 3 * 0.5, (i * 91 + 7) % 197 - 90, i * 13 % 31 / 4]
    ).astype(float)
    noise = i * 7919 % 503 / 503
    y = (X[:, 0] - 50) * (X[:, 0] - 50) / 500 + X[:, 1] * (X[:, 2] > 3) / 13 + X[:, 3] / 5 + noise
    weights = (i % 5 + 1) / 2
    return X, y, weights


X, y, weights = made_data()
TARGETS = {
    "number": y,
    "count": numpy.floor(y * 2),
    "two": (y > 4.3).astype(float),
    "three": (y > 3.1).astype(float) + (y > 5.7),
}

#: Few leaves for classes: in a node of one class all splits are equally good, and rounding would choose.
#: name of the target, whether weighted, parameters, rounds whose nodes are listed
CASES = [
    ("number", False, {}, 3),
    ("number", True, {"max_leaf_nodes": 8, "learning_rate": 0.3}, 2),
    ("number", False, {"max_leaf_nodes": None, "max_depth": 3, "min_samples_leaf": 5, "l2_regularization": 1.5}, 2),
    ("count", False, {"loss": "poisson", "max_leaf_nodes": 12}, 2),
    ("number", False, {"loss": "absolute_error", "max_leaf_nodes": 8}, 2),
    ("number", True, {"loss": "quantile", "quantile": 0.8, "max_leaf_nodes": 8}, 2),
    ("two", False, {"max_leaf_nodes": 12}, 3),
    ("two", True, {"l2_regularization": 0.7, "max_depth": 4}, 2),
    ("two", False, {"class_weight": "balanced", "max_leaf_nodes": 6}, 2),
    ("three", False, {"max_leaf_nodes": 10}, 2),
    ("three", True, {"min_samples_leaf": 8, "max_leaf_nodes": 10}, 1),
]


def nodes_of(predictor):
    """Preorder: feature (-1 at a leaf), threshold, left, right, rows, gain, value (0 unless a leaf)."""
    rows = []
    for node in predictor.nodes:
        leaf = bool(node["is_leaf"])
        rows.append(
            [
                -1 if leaf else int(node["feature_idx"]),
                0 if leaf else float(node["num_threshold"]),
                -1 if leaf else int(node["left"]),
                -1 if leaf else int(node["right"]),
                int(node["count"]),
                0 if leaf else float(node["gain"]),
                float(node["value"]) if leaf else 0,
            ]
        )
    return rows


def case(target, weighted, parameters, listed):
    kind = HistGradientBoostingRegressor if target in ("number", "count") else HistGradientBoostingClassifier
    model = kind(max_iter=ROUNDS, early_stopping=False, **parameters)
    model.fit(X, TARGETS[target], sample_weight=weights if weighted else None)
    answers = model.predict if kind is HistGradientBoostingRegressor else model.predict_proba
    return {
        "target": target,
        "weighted": weighted,
        "parameters": parameters,
        "baseline": model._baseline_prediction.ravel().tolist(),
        "trees": [nodes_of(tree) for rounds in model._predictors[:listed] for tree in rounds],
        "predictions": answers(X[:N_PREDICTED]).tolist(),
    }


def read(name):
    table = numpy.genfromtxt(DATA / f"{name}.csv", delimiter=",", skip_header=1)
    return table[:, :-1], table[:, -1]


def split(X, y):
    test = numpy.arange(len(y)) % 4 == 0
    return X[~test], y[~test], X[test], y[test]


def scores(name, kind):
    X, y, X_test, y_test = split(*read(name))
    model = kind(early_stopping=False).fit(X, y)
    loss = mean_squared_error if kind is HistGradientBoostingRegressor else log_loss
    answer = model.predict if kind is HistGradientBoostingRegressor else model.predict_proba
    return {
        "data": name,
        "train": {"score": model.score(X, y), "loss": loss(y, answer(X))},
        "test": {"score": model.score(X_test, y_test), "loss": loss(y_test, answer(X_test))},
    }


def early_stopping(name, kind, seeds):
    """Which rows are held out is random: mean and standard deviation over seeds, of test scores and rounds."""
    X, y, X_test, y_test = split(*read(name))
    models = [
        kind(early_stopping=True, n_iter_no_change=5, tol=1e-3, random_state=seed).fit(X, y) for seed in range(seeds)
    ]
    found = {"score": [m.score(X_test, y_test) for m in models], "rounds": [m.n_iter_ for m in models]}
    return {"data": name, "seeds": seeds} | {
        key: {"mean": float(numpy.mean(list)), "sd": float(numpy.std(list, ddof=1))} for key, list in found.items()
    }


C, R = HistGradientBoostingClassifier, HistGradientBoostingRegressor
references = {
    "versions": {
        "sklearn": sklearn.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
    },
    "nRows": N_ROWS,
    "rounds": ROUNDS,
    "cases": [case(*arguments) for arguments in CASES],
    "scores": [scores(*a) for a in [("breast_cancer", C), ("digits", C), ("iris", C), ("diabetes", R)]],
    "earlyStopping": [early_stopping("breast_cancer", C, 5), early_stopping("diabetes", R, 5)],
}
Path(__file__).with_name("references.json").write_text(json.dumps(references) + "\n")
