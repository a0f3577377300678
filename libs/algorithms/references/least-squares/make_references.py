"""Writes references.json: least squares, ridge, lasso and elastic net of scikit-learn, for the tests of src/least-squares.

    /usr/bin/python3 libs/algorithms/references/least-squares/make_references.py
    npx prettier --write libs/algorithms/references/least-squares

Needs scikit-learn (Debian: python3-sklearn). The made rows are multiples of 1/8; the rows of `dependent` are integers whose
means are integers too, so that their columns depend on each other exactly. Sample weights are (7 i mod 5) / 2 for row i.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, Ridge

HERE = pathlib.Path(__file__).parent
DIABETES = HERE.parents[3] / "examples" / "data" / "diabetes.csv"
TIGHT = {"tol": 1e-14, "max_iter": 1_000_000}
# Its default, the normal equations, loses all but six digits where columns of 1e6 are not centred.
STABLE = {"solver": "svd"}


def made(random, n, d):
    X = random.integers(-40, 41, (n, d)) / 8
    y = np.round(8 * (X @ random.normal(size=d) + 2 + random.normal(size=n))) / 8
    return X, y


def dependent(random):
    """Column 3 is the sum of 0 and 1, column 4 the same in every row."""
    half = random.integers(-20, 21, (16, 3))
    basis = np.vstack([half, 2 - half])
    X = np.column_stack([basis, basis[:, 0] + basis[:, 1], np.full(32, 7)]).astype(float)
    return X, random.integers(-30, 31, 32).astype(float)


def data_sets():
    random = np.random.default_rng(5)
    table = np.loadtxt(DIABETES, delimiter=",", skiprows=1)
    X, y = made(random, 60, 4)
    return {
        "diabetes": (table[:, :-1], table[:, -1]),
        "made": made(random, 40, 6),
        "dependent": dependent(random),
        "wide": made(random, 7, 12),
        "one row": (np.array([[1.5, -2.0, 4.0]]), np.array([3.0])),
        "far from zero": (X + np.array([1e6, -1e6, 0, 1e6]), y),
    }


CLOSED = [
    (LinearRegression, {}),
    (LinearRegression, {"fit_intercept": False}),
    (Ridge, {"alpha": 1.0}),
    (Ridge, {"alpha": 0.01, "fit_intercept": False}),
    (Ridge, {"alpha": 300.0}),
]
DESCENT = [
    (Lasso, {"alpha": 0.5}),
    (Lasso, {"alpha": 0.1, "positive": True}),
    (Lasso, {"alpha": 0.2, "fit_intercept": False}),
    (ElasticNet, {"alpha": 0.3}),
    (ElasticNet, {"alpha": 0.1, "l1_ratio": 0.2}),
]


def objective(X, y, weights, model, given):
    """Of Lasso and ElasticNet."""
    s = np.ones(len(y)) if weights is None else weights
    loss = np.sum(s * (y - model.predict(X)) ** 2) / (2 * s.sum())
    rho = given.get("l1_ratio", 0.5) if isinstance(model, ElasticNet) and not isinstance(model, Lasso) else 1
    w = model.coef_
    return loss + given["alpha"] * (rho * np.abs(w).sum() + (1 - rho) / 2 * (w @ w))


def case(name, X, y, kind, given, is_weighted):
    weights = (np.arange(len(y)) * 7 % 5) / 2 if is_weighted else None
    is_descent = (kind, given) in DESCENT
    options = TIGHT if is_descent else STABLE if kind is Ridge else {}
    model = kind(**given, **options).fit(X, y, sample_weight=weights)
    result = {"data": name, "model": kind.__name__, "parameters": given, "isWeighted": is_weighted}
    result |= {"coef": model.coef_.tolist(), "intercept": float(model.intercept_)}
    if is_descent:
        result["objective"] = float(objective(X, y, weights, model, given))
    return result


def main():
    sets = data_sets()
    cases = []
    for name, (X, y) in sets.items():
        for kind, given in CLOSED:
            cases += [case(name, X, y, kind, given, is_weighted) for is_weighted in [False, True][: len(y)]]
    for name in ["diabetes", "made", "wide"]:
        for kind, given in DESCENT:
            cases += [case(name, *sets[name], kind, given, is_weighted) for is_weighted in [False, True]]
    made_sets = {
        name: {"X": X.ravel().tolist(), "nColumns": X.shape[1], "y": y.tolist()}
        for name, (X, y) in sets.items()
        if name != "diabetes"
    }
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "python": platform.python_version()}
    text = json.dumps({"versions": versions, "data": made_sets, "cases": cases}, ensure_ascii=False)
    (HERE / "references.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
