"""Writes references.json: scores of scikit-learn's forests and randomised trees, for the tests of src/forest and src/tree.

    /usr/bin/python3 libs/algorithms/references/forest/make_references.py
    npx prettier --write libs/algorithms/references/forest

Every third row of a data set of examples/data is held out. A forest's case has the scores on these rows (the first, the fourth,
...) of the models of 5 seeds, or their out-of-bag scores. Scores of a single tree scatter more, most of all on diabetes: its case
has those of 40 seeds, of 400 on diabetes, each the mean over three splits, which begin with the first, the second and the
third row. The tests compare their mean with that of as many models of ours.
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

OUTPUT = pathlib.Path(__file__).with_name("references.json")
DATA = pathlib.Path(__file__).resolve().parents[4] / "examples" / "data"

FOREST = {"n_estimators": 30}
CASES = [
    (RandomForestClassifier, "breast_cancer", FOREST),
    (RandomForestClassifier, "digits", FOREST),
    (RandomForestClassifier, "wine", FOREST),
    (RandomForestClassifier, "digits", {"n_estimators": 30, "bootstrap": False, "max_features": "log2", "criterion": "entropy"}),
    (RandomForestClassifier, "digits", {"n_estimators": 20, "max_samples": 0.3, "max_depth": 6, "class_weight": "balanced_subsample"}),
    (RandomForestClassifier, "digits", {"n_estimators": 40, "oob_score": True}),
    (RandomForestRegressor, "diabetes", FOREST),
    (RandomForestRegressor, "diabetes", {"n_estimators": 30, "max_features": 0.4, "min_samples_leaf": 4}),
    (RandomForestRegressor, "diabetes", {"n_estimators": 60, "oob_score": True}),
    (ExtraTreeClassifier, "breast_cancer", {}),
    (ExtraTreeClassifier, "digits", {"max_features": None}),
    (ExtraTreeClassifier, "digits", {}),
    (ExtraTreeRegressor, "diabetes", {"min_samples_leaf": 5}),
    (DecisionTreeClassifier, "digits", {"max_features": "sqrt"}),
    (DecisionTreeClassifier, "digits", {"max_features": 3, "max_depth": 6}),
    (DecisionTreeRegressor, "diabetes", {"max_features": 0.5, "max_depth": 4}),
]


def scores_of(Model, name, parameters):
    table = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)
    X, y = table[:, :-1], table[:, -1]
    is_forest = "n_estimators" in parameters

    def score_of(seed, first):
        held_out = np.arange(len(y)) % 3 == first
        model = Model(random_state=seed, **parameters).fit(X[~held_out], y[~held_out])
        return model.oob_score_ if parameters.get("oob_score") else model.score(X[held_out], y[held_out])

    n_seeds = 5 if is_forest else 400 if name == "diabetes" else 40
    for seed in range(n_seeds):
        yield np.mean([score_of(seed, first) for first in range(1 if is_forest else 3)])


def main():
    references = {
        "versions": {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "cases": [
            {"name": Model.__name__, "data": name, "parameters": parameters, "scores": [round(score, 6) for score in scores_of(Model, name, parameters)]}
            for Model, name, parameters in CASES
        ],
    }
    OUTPUT.write_text(json.dumps(references) + "\n")
    for case in references["cases"]:
        print(case["name"], case["data"], case["parameters"], np.mean(case["scores"]).round(4), np.std(case["scores"]).round(4))


if __name__ == "__main__":
    main()
