"""Reference figures of nearest neighbours from scikit-learn.

Writes references.json beside this file:

    /usr/bin/python3 libs/algorithms/references/neighbors/make_references.py
    npx prettier --write libs/algorithms/references/neighbors/references.json

Of each data set every 10th row is a query and the others are the training rows. The tests read the rows from
examples/data, those of iris in IRIS_ORDER. Where distances tie (iris, digits), indices are left out.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

IRIS_ORDER = numpy.arange(150) * 37 % 150
QUERIES = 12


def data_sets():
    iris, diabetes = load_iris(), load_diabetes(scaled=False)
    yield "iris", iris.data[IRIS_ORDER], iris.target[IRIS_ORDER]
    for name, load in [("wine", load_wine), ("digits", load_digits), ("breast_cancer", load_breast_cancer)]:
        data = load()
        yield name, data.data, data.target
    yield "diabetes", diabetes.data, diabetes.target


def has_ties(distances):
    """Neighbours or the first that is none at equal distance: then the order is the searcher's."""
    gaps = numpy.diff(distances, axis=1)
    return bool(numpy.any(gaps <= 1e-12 * distances[:, 1:]))


def reference(data, X, y, parameters):
    is_query = numpy.arange(len(X)) % 10 == 0
    train, queries = X[~is_query], X[is_query][:QUERIES]
    kind = KNeighborsRegressor if data == "diabetes" else KNeighborsClassifier
    # The tree computes distances by differences; brute force may take the expanded form, which loses digits.
    model = kind(algorithm="kd_tree", **parameters).fit(train, y[~is_query])
    distances, indices = model.kneighbors(queries)
    wider, _ = model.kneighbors(queries, model.n_neighbors + 1)
    ties = has_ties(wider)
    answer = model.predict(queries) if data == "diabetes" else model.predict_proba(queries)
    return {
        "data": data,
        "parameters": parameters,
        "distances": numpy.ravel(distances).tolist(),
        "indices": None if ties else numpy.ravel(indices).tolist(),
        "answer": None if ties else numpy.ravel(answer).tolist(),
    }


VARIANTS = [
    {},
    {"weights": "distance", "n_neighbors": 3},
    {"metric": "manhattan", "weights": "distance"},
    {"p": 3, "n_neighbors": 7},
]


def main():
    references = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "queries": QUERIES,
        "models": [reference(data, X, y, parameters) for data, X, y in data_sets() for parameters in VARIANTS],
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(references) + "\n")


if __name__ == "__main__":
    main()
