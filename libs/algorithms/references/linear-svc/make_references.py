"""Writes references.json: linear support vector machines of scikit-learn, for the tests of src/linear-svc.

    /usr/bin/python3 libs/algorithms/references/linear-svc/make_references.py
    npx prettier --write libs/algorithms/references/linear-svc

Needs scikit-learn (Debian: python3-sklearn). The tolerance is 1e-12, or the least above it that LIBLINEAR reaches: where rounding
keeps it from ending, rows that it had set aside are never looked at again, and its answer is off. Features are standardised by
the mean and the standard deviation of the whole set. Sample weights are (7 i mod 5) / 2 for row i.
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[3] / "examples" / "data"

CASES = [
    ("wine", {}),
    ("wine", {"loss": "hinge", "C": 0.1}),
    ("wine", {"class_weight": "balanced", "intercept_scaling": 5.0}),
    ("breast_cancer", {"C": 0.05}),
    ("breast_cancer", {"loss": "hinge", "C": 0.01, "intercept_scaling": 2.0}),
    ("breast_cancer", {"C": 0.1, "fit_intercept": False, "class_weight": {"0": 3.0}}),
]


def read(name):
    table = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)
    X = table[:, :-1]
    return (X - X.mean(axis=0)) / X.std(axis=0), table[:, -1]


def fit(X, y, weights, options):
    """@returns the model and its tolerance."""
    for tol in [1e-12, 1e-11, 1e-10, 1e-9]:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            try:
                model = LinearSVC(**options, tol=tol, max_iter=300_000, random_state=0)
                return model.fit(X, y, sample_weight=weights), tol
            except ConvergenceWarning:
                continue
    raise SystemExit("LIBLINEAR does not converge")


def case(name, given, is_weighted):
    X, y = read(name)
    weights = (np.arange(len(y)) * 7 % 5) / 2 if is_weighted else None
    options = dict(given)
    if isinstance(options.get("class_weight"), dict):
        options["class_weight"] = {float(label): value for label, value in options["class_weight"].items()}
    model, tol = fit(X, y, weights, options)
    return {
        "data": name,
        "parameters": given,
        "tol": tol,
        "isWeighted": is_weighted,
        "coef": model.coef_.ravel().tolist(),
        "intercept": np.ravel(model.intercept_).tolist() if options.get("fit_intercept", True) else None,
        "score": float(model.score(X, y)),
    }


def main():
    cases = [case(name, given, is_weighted) for name, given in CASES for is_weighted in [False, True]]
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "python": platform.python_version()}
    (HERE / "references.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
