"""Reference figures of naive Bayes from scikit-learn.

Writes references.json beside this file:

    /usr/bin/python3 libs/algorithms/references/naive-bayes/make_references.py
    npx prettier --write libs/algorithms/references/naive-bayes/references.json

The tests read the rows from examples/data, those of iris in IRIS_ORDER.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB

IRIS_ORDER = numpy.arange(150) * 37 % 150
QUERIES = 6


def data_sets():
    iris = load_iris()
    yield "iris", iris.data[IRIS_ORDER], iris.target[IRIS_ORDER]
    for name, load in [("wine", load_wine), ("digits", load_digits), ("breast_cancer", load_breast_cancer)]:
        data = load()
        yield name, data.data, data.target


def weights_of(y):
    """1, 2, 3, 1, 2, 3, ...: whole numbers, so that they can be had as repeated rows too."""
    return 1 + numpy.arange(len(y)) % 3


def answers(model, X, y):
    rows = numpy.arange(QUERIES) * (len(X) // QUERIES)
    return {
        "rows": rows.tolist(),
        "joint": model._joint_log_likelihood(model._check_X(X[rows])).tolist(),
        "logProba": model.predict_log_proba(X[rows]).tolist(),
        "proba": model.predict_proba(X[rows]).tolist(),
        "score": model.score(X, y),
    }


def gaussian(X, y, parameters, weighted):
    # Weights as repeated rows: scikit-learn's own epsilon takes no notice of the weights.
    rows = numpy.repeat(numpy.arange(len(y)), weights_of(y) if weighted else 1)
    model = GaussianNB(**parameters).fit(X[rows], y[rows])
    learnt = {"theta": model.theta_, "var": model.var_, "classCount": model.class_count_, "classPrior": model.class_prior_}
    return learnt, answers(model, X, y)


def discrete(kind):
    def fit(X, y, parameters, weighted):
        model = kind(**parameters).fit(X, y, sample_weight=weights_of(y) if weighted else None)
        learnt = {
            "featureLogProb": model.feature_log_prob_,
            "classLogPrior": model.class_log_prior_,
            "classCount": model.class_count_,
        }
        return learnt, answers(model, X, y)

    return fit


FITS = {"GaussianNB": gaussian, "MultinomialNB": discrete(MultinomialNB), "BernoulliNB": discrete(BernoulliNB)}


def variants(data, n_classes):
    """Defaults everywhere; other parameters and weights on the small sets."""
    threshold = {"iris": 3.0, "wine": 2.0, "digits": 7.5, "breast_cancer": 1.0}[data]
    yield "GaussianNB", {}, False
    yield "MultinomialNB", {}, False
    yield "BernoulliNB", {"binarize": threshold}, False
    if data in ("digits", "breast_cancer"):
        return
    prior = [0.5] + [0.5 / (n_classes - 1)] * (n_classes - 1)
    yield "GaussianNB", {"var_smoothing": 0.01, "priors": prior}, False
    yield "MultinomialNB", {"alpha": 0.1, "fit_prior": False}, False
    yield "BernoulliNB", {"binarize": threshold, "alpha": 0.3, "class_prior": prior}, False
    yield "GaussianNB", {}, True
    yield "MultinomialNB", {}, True
    yield "BernoulliNB", {"binarize": threshold}, True


def main():
    models = []
    for data, X, y in data_sets():
        for name, parameters, weighted in variants(data, len(set(y))):
            learnt, answered = FITS[name](X, y, parameters, weighted)
            learnt = {key: numpy.ravel(value).tolist() for key, value in learnt.items()}
            models.append(
                {"data": data, "name": name, "parameters": parameters, "weighted": weighted, "learnt": learnt, **answered}
            )
    reference = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "models": models,
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
