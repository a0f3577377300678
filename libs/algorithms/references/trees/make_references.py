"""Writes references.json: trees that scikit-learn grows, node by node, for the tests of src/tree.

    /usr/bin/python3 libs/algorithms/references/trees/make_references.py
    npx prettier --write libs/algorithms/references/trees

Needs scikit-learn (Debian: python3-sklearn). The made data has at most 255 distinct values a column, so that a histogram
with 255 bins is exact, and targets under which no two splits of a node are equally good. All values are multiples of
1/8, so that scikit-learn's float32 features hold them exactly. Matrices are written row after row.
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.datasets import load_diabetes, load_iris
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

SEED = 17
N_ROWS = 260
OUTPUT = pathlib.Path(__file__).with_name("references.json")

LIMITS = [
    {"max_depth": 4},
    {"max_leaf_nodes": 9},
    {"min_samples_leaf": 12},
    {"max_depth": 6, "max_leaf_nodes": 12, "min_samples_leaf": 3, "min_samples_split": 15},
]


def made_features(random):
    """Columns of 7, 31, 129 and 201 possible values, the last two skewed or shifted."""
    return np.column_stack(
        [
            random.integers(0, 7, N_ROWS),
            random.integers(-15, 16, N_ROWS) / 4,
            np.floor(random.random(N_ROWS) ** 3 * 129) / 8,
            1000 + random.integers(0, 201, N_ROWS) / 8,
        ]
    )


def made_targets(X, random):
    score = X[:, 0] / 3 + X[:, 1] * (X[:, 2] > 2) + (X[:, 3] - 1012) / 8 + random.normal(0, 0.7, N_ROWS)
    return {
        "two": (score > 1.3).astype(int),
        "three": np.digitize(score, [0.2, 2.4]),
        "number": np.round(score, 6),
    }


def nodes(model):
    """Every node as [feature, threshold, left, right, rows, impurity, *value]; feature −1 at leaves."""
    tree = model.tree_
    result = []
    for t in range(tree.node_count):
        value = tree.value[t, 0]
        if isinstance(model, DecisionTreeClassifier):
            value = value / value.sum()
        leaf = tree.children_left[t] < 0
        result.append(
            [
                -1 if leaf else int(tree.feature[t]),
                0 if leaf else float(tree.threshold[t]),
                int(tree.children_left[t]),
                int(tree.children_right[t]),
                int(tree.n_node_samples[t]),
                round(float(tree.impurity[t]), 12),
                *(round(float(v), 12) for v in value),
            ]
        )
    return result


def made_trees(X, targets):
    for target, criteria, Model in [
        ("two", ["gini", "entropy"], DecisionTreeClassifier),
        ("three", ["gini", "entropy"], DecisionTreeClassifier),
        ("number", ["squared_error"], DecisionTreeRegressor),
    ]:
        for criterion in criteria:
            for limits in LIMITS:
                yield made_tree(X, targets[target], target, criterion, limits, Model)


def made_tree(X, y, target, criterion, limits, Model):
    """
    scikit-learn visits the features in random order: where two splits tie, another seed gives another tree, and no
    tree is the right one.
    """
    trees = [
        nodes(Model(criterion=criterion, random_state=seed, **limits).fit(X, y)) for seed in range(20)
    ]
    if any(tree != trees[0] for tree in trees):
        raise SystemExit(f"Two splits tie for {target}, {criterion}, {limits}: choose another SEED.")
    return {"target": target, "criterion": criterion, "limits": limits, "nodes": trees[0]}


def fitted_score(X, y, Model):
    """Accuracy or r² on the rows themselves at depth 3, which no tie may change."""
    scores = {Model(max_depth=3, random_state=seed).fit(X, y).score(X, y) for seed in range(20)}
    if max(scores) - min(scores) > 1e-12:
        raise SystemExit(f"Ties change the score: {scores}")
    return {"nColumns": X.shape[1], "X": X.ravel().tolist(), "y": y.tolist(), "score": max(scores)}


def main():
    random = np.random.default_rng(SEED)
    X = made_features(random)
    targets = made_targets(X, random)
    references = {
        "versions": {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "nColumns": X.shape[1],
        "X": X.ravel().tolist(),
        "targets": {name: y.tolist() for name, y in targets.items()},
        "trees": list(made_trees(X, targets)),
        "iris": fitted_score(*load_iris(return_X_y=True), DecisionTreeClassifier),
        "diabetes": fitted_score(*load_diabetes(return_X_y=True, scaled=False), DecisionTreeRegressor),
    }
    OUTPUT.write_text(json.dumps(references) + "\n")
    print(OUTPUT.name, len(references["trees"]), "trees")


if __name__ == "__main__":
    main()
