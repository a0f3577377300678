"""Writes exact.json: trees that scikit-learn grows on continuous data and with weights, for the tests of src/tree.

    /usr/bin/python3 libs/algorithms/references/trees/make_exact_references.py
    npx prettier --write libs/algorithms/references/trees

Every column of the made data has more distinct values than a histogram has bins, so that only the exact splitter finds these
trees. Values are multiples of 1/256, so that scikit-learn's float32 features hold them and their midpoints exactly. No two
splits of a node are equally good: 20 seeds of the order of the features give the same tree. Data sets are read from
examples/data. Matrices are written row after row.
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, export_text

SEED = 9
N_ROWS = 420
OUTPUT = pathlib.Path(__file__).with_name("exact.json")
DATA = pathlib.Path(__file__).resolve().parents[4] / "examples" / "data"
SEEDS = range(20)

# The tests compute these weights too: i is the number of the row. Some are 0.
WEIGHTS = (np.arange(N_ROWS) * 7 % 5) / 2

LIMITS = [
    ({"max_depth": 4, "min_samples_leaf": 4}, False),
    ({"max_leaf_nodes": 8}, False),
    ({"min_samples_leaf": 0.08, "min_samples_split": 0.3}, False),
    ({"min_impurity_decrease": 0.012}, False),
    ({"max_leaf_nodes": 10, "min_samples_leaf": 6}, True),
    ({"max_depth": 5, "min_weight_fraction_leaf": 0.06}, True),
    ({"max_depth": 3, "min_impurity_decrease": 0.02}, True),
]
CLASS_WEIGHTS = ["balanced", {"0": 0.5, "1": 3.25}]


def made_features(random):
    """Three columns of distinct values: uniform, skewed, and large ones close together."""
    return np.column_stack(
        [
            random.permutation(2 * N_ROWS)[:N_ROWS] / 256,
            random.permutation(N_ROWS) ** 2 / 256,
            4096 + random.permutation(N_ROWS) / 256,
        ]
    )


def made_targets(X, random):
    score = X[:, 0] - (X[:, 1] / 300) * (X[:, 2] > 4096.8) + random.normal(0, 0.6, N_ROWS)
    return {
        "two": (score > 1.6).astype(int),
        "three": np.digitize(score, [0.8, 2.0]),
        "number": np.round(score, 6),
    }


def nodes(model):
    """Every node as [feature, threshold, left, right, rows, weight, impurity, *value]; feature -1 at leaves."""
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
                round(float(tree.weighted_n_node_samples[t]), 9),
                round(float(tree.impurity[t]), 11),
                *(round(float(v), 11) for v in value),
            ]
        )
    return result


def models(Model, X, y, sample_weight=None, **parameters):
    return [Model(random_state=seed, **parameters).fit(X, y, sample_weight) for seed in SEEDS]


def the_tree(Model, X, y, sample_weight=None, **parameters):
    """The tree that does not depend on the seed, and its importances."""
    trees = models(Model, X, y, sample_weight, **parameters)
    if any(nodes(tree) != nodes(trees[0]) for tree in trees):
        raise SystemExit(f"Two splits tie for {Model.__name__}, {parameters}: choose another SEED.")
    return {"nodes": nodes(trees[0]), "importances": trees[0].feature_importances_.tolist()}


def made_trees(X, targets):
    for target, criteria, Model in [
        ("two", ["gini", "entropy"], DecisionTreeClassifier),
        ("three", ["gini", "entropy"], DecisionTreeClassifier),
        ("number", ["squared_error"], DecisionTreeRegressor),
    ]:
        y = targets[target]
        for criterion in criteria:
            for limits, weighted in LIMITS:
                tree = the_tree(Model, X, y, WEIGHTS if weighted else None, criterion=criterion, **limits)
                yield {"target": target, "criterion": criterion, "limits": limits, "weighted": weighted} | tree
    for class_weight in CLASS_WEIGHTS:
        for criterion in ["gini", "entropy"]:
            for weighted in [False, True]:
                limits = {"max_leaf_nodes": 9}
                by_class = class_weight if isinstance(class_weight, str) else {int(k): w for k, w in class_weight.items()}
                tree = the_tree(
                    DecisionTreeClassifier,
                    X,
                    targets["two"],
                    WEIGHTS if weighted else None,
                    criterion=criterion,
                    class_weight=by_class,
                    **limits,
                )
                case = {"target": "two", "criterion": criterion, "limits": limits, "weighted": weighted}
                yield case | {"classWeight": class_weight} | tree


def data_set(name):
    table = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1]


def leaf_impurity(tree):
    """The mean over the rows of their leaf's impurity."""
    leaves = tree.children_left < 0
    return float((tree.n_node_samples * tree.impurity)[leaves].sum() / tree.n_node_samples[0])


def grown_out(name, **parameters):
    """Where splits tie, the tree depends on the seed: the least and the greatest of every figure over 20 seeds."""
    X, y = data_set(name)
    trees = models(DecisionTreeClassifier, X, y, **parameters)
    leaves = [tree.get_n_leaves() for tree in trees]
    impurities = [leaf_impurity(tree.tree_) for tree in trees]
    scores = [tree.score(X, y) for tree in trees]
    return {
        "data": name,
        "parameters": parameters,
        "leaves": [int(min(leaves)), int(max(leaves))],
        "impurity": [min(impurities), max(impurities)],
        "score": [min(scores), max(scores)],
    }


def texts(X, targets):
    names = ["alpha", "beta (cm)", "gamma"]
    classifier = DecisionTreeClassifier(max_depth=3, random_state=0).fit(X, np.array(["no", "perhaps", "yes"])[targets["three"]])
    regressor = DecisionTreeRegressor(max_leaf_nodes=6, random_state=0).fit(X, targets["number"])
    return [
        {"target": "three", "options": {}, "text": export_text(classifier)},
        {
            "target": "three",
            "options": {"featureNames": names, "decimals": 0, "maxDepth": 1, "spacing": 2},
            "text": export_text(classifier, feature_names=names, decimals=0, max_depth=1, spacing=2),
        },
        {"target": "number", "options": {}, "text": export_text(regressor)},
        {
            "target": "number",
            "options": {"featureNames": names, "decimals": 4},
            "text": export_text(regressor, feature_names=names, decimals=4),
        },
    ]


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
        "dataSets": [
            {"data": "digits"} | the_tree(DecisionTreeClassifier, *data_set("digits"), max_depth=3),
            {"data": "diabetes"} | the_tree(DecisionTreeRegressor, *data_set("diabetes"), max_depth=3),
        ],
        "grownOut": [
            grown_out(name, **parameters)
            for name in ["breast_cancer", "digits", "wine"]
            for parameters in [{}, {"criterion": "entropy"}, {"max_depth": 5}]
        ],
        "texts": texts(X, targets),
    }
    OUTPUT.write_text(json.dumps(references) + "\n")
    print(OUTPUT.name, len(references["trees"]), "trees", OUTPUT.stat().st_size, "bytes")
    for row in references["grownOut"]:
        print(row)


if __name__ == "__main__":
    main()
