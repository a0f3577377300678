"""Reference figures of NearestCentroid from scikit-learn.

Writes references.json beside this file:

    /usr/bin/python3 libs/algorithms/references/nearest-centroid/make_references.py
    npx prettier --write libs/algorithms/references/nearest-centroid/references.json

The tests read the rows from examples/data, those of iris in IRIS_ORDER.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.neighbors import NearestCentroid

IRIS_ORDER = numpy.arange(150) * 37 % 150

VARIANTS = [
    {},
    {"metric": "manhattan"},
    {"shrink_threshold": 0.5},
    {"shrink_threshold": 4.0},
    {"metric": "manhattan", "shrink_threshold": 1.5},
]


def data_sets():
    iris = load_iris()
    yield "iris", iris.data[IRIS_ORDER], iris.target[IRIS_ORDER]
    for name, load in [("wine", load_wine), ("digits", load_digits), ("breast_cancer", load_breast_cancer)]:
        data = load()
        yield name, data.data, data.target


def main():
    models = []
    for data, X, y in data_sets():
        # The centroids of digits are long: two variants tell enough.
        for parameters in VARIANTS[1:3] if data == "digits" else VARIANTS:
            model = NearestCentroid(**parameters).fit(X, y)
            models.append(
                {
                    "data": data,
                    "parameters": parameters,
                    "centroids": numpy.ravel(model.centroids_).tolist(),
                    "score": model.score(X, y),
                }
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
