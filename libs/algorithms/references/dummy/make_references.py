"""Reference figures of DummyClassifier and DummyRegressor from scikit-learn.

Writes references.json beside this file:

    /usr/bin/python3 libs/algorithms/references/dummy/make_references.py
    npx prettier --write libs/algorithms/references/dummy/references.json

The tests read the rows of wine and diabetes from examples/data.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_diabetes, load_wine
from sklearn.dummy import DummyClassifier, DummyRegressor


def weights_of(y):
    return 1 + numpy.arange(len(y)) % 3


def classifier(X, y, parameters, weighted):
    model = DummyClassifier(**parameters).fit(X, y, sample_weight=weights_of(y) if weighted else None)
    return {
        "parameters": parameters,
        "weighted": weighted,
        "classPrior": model.class_prior_.tolist(),
        "proba": model.predict_proba(X[:1])[0].tolist(),
        "score": None if parameters["strategy"] == "uniform" else model.score(X, y),
    }


def regressor(X, y, parameters, weighted):
    # Weights as repeated rows: scikit-learn's weighted percentile is another one than its percentile.
    rows = numpy.repeat(numpy.arange(len(y)), weights_of(y) if weighted else 1)
    model = DummyRegressor(**parameters).fit(X[rows], y[rows])
    return {
        "parameters": parameters,
        "weighted": weighted,
        "value": float(numpy.ravel(model.constant_)[0]),
        "score": model.score(X, y),
    }


CLASSIFIERS = [{"strategy": "prior"}, {"strategy": "most_frequent"}, {"strategy": "uniform"}, {"strategy": "constant", "constant": 2}]
REGRESSORS = [{"strategy": "mean"}, {"strategy": "median"}, {"strategy": "constant", "constant": 100.0}] + [
    {"strategy": "quantile", "quantile": q} for q in (0.0, 0.37, 0.9, 1.0)
]


def main():
    wine, diabetes = load_wine(), load_diabetes(scaled=False)
    both = (False, True)
    reference = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "classifiers": [classifier(wine.data, wine.target, each, weighted) for each in CLASSIFIERS for weighted in both],
        "regressors": [regressor(diabetes.data, diabetes.target, each, weighted) for each in REGRESSORS for weighted in both],
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
