"""Writes references.json: logistic regression of scikit-learn, for the tests of src/logistic-regression.

    /usr/bin/python3 libs/algorithms/references/logistic-regression/make_references.py
    npx prettier --write libs/algorithms/references/logistic-regression

Needs scikit-learn (Debian: python3-sklearn). The solver is newton-cg at a tolerance of 1e-12. Features are standardised by the mean
and the standard deviation of the whole set unless a case is `raw`. Sample weights are (7 i mod 5) / 2 for row i.
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[3] / "examples" / "data"

CASES = [
    ("iris", True, {}),
    ("iris", False, {"C": 10.0}),
    ("iris", False, {"fit_intercept": False}),
    ("wine", False, {}),
    ("wine", False, {"class_weight": "balanced"}),
    ("wine", False, {"class_weight": {"0": 2.0, "2": 0.5}}),
    ("breast_cancer", False, {}),
    ("breast_cancer", False, {"C": 0.01, "fit_intercept": False}),
    ("breast_cancer", True, {"C": 0.1}),
    ("diabetes", False, {"penalty": None}),
    ("digits", True, {"C": 0.001}),
]


def data_sets():
    sets = {"iris": load_iris(return_X_y=True)}
    for name in ["wine", "breast_cancer", "digits", "diabetes"]:
        table = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)
        sets[name] = (table[:, :-1], table[:, -1])
    X, y = sets["diabetes"]
    # Overlapping classes, so that there is a minimum without a penalty.
    sets["diabetes"] = (X, (y > 150).astype(float))
    return sets


def objective(model, X, y, weights, C):
    """C sum s l + |w|^2 / 2, and without a penalty sum s l."""
    loss = -model.predict_log_proba(X)[np.arange(len(y)), y.astype(int)] @ weights
    return loss if model.penalty == "none" else C * loss + np.sum(model.coef_**2) / 2


def case(name, X, y, is_raw, given, is_weighted):
    if not is_raw:
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    weights = (np.arange(len(y)) * 7 % 5) / 2 if is_weighted else np.ones(len(y))
    options = dict(given)
    counts = weights.copy()
    if options.get("penalty", "l2") is None:
        options["penalty"] = "none"
    if isinstance(options.get("class_weight"), dict):
        options["class_weight"] = {float(label): value for label, value in options["class_weight"].items()}
    if "class_weight" in options:
        by_class = sklearn.utils.class_weight.compute_sample_weight(options["class_weight"], y)
        counts *= by_class
    with warnings.catch_warnings():
        # The line search ends where rounding hides every descent.
        warnings.simplefilter("ignore")
        model = LogisticRegression(**options, solver="newton-cg", tol=1e-12, max_iter=10_000)
        model.fit(X, y, sample_weight=weights)
    return {
        "data": name,
        "isRaw": is_raw,
        "parameters": given,
        "isWeighted": is_weighted,
        "coef": model.coef_.ravel().tolist(),
        "intercept": np.ravel(model.intercept_).tolist() if options.get("fit_intercept", True) else None,
        "objective": float(objective(model, X, y, counts, options.get("C", 1.0))),
        "score": float(model.score(X, y)),
    }


def main():
    sets = data_sets()
    cases = [
        case(name, *sets[name], is_raw, given, is_weighted)
        for name, is_raw, given in CASES
        for is_weighted in [False, True]
        if name != "digits" or not is_weighted
    ]
    X, y = sets["iris"]
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "python": platform.python_version()}
    iris = {"X": X.ravel().tolist(), "y": y.tolist()}
    (HERE / "references.json").write_text(json.dumps({"versions": versions, "iris": iris, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
