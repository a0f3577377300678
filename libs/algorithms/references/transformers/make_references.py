"""Writes references.json: what scikit-learn's transformers and pipelines learn and answer, for src/transformers and src/pipeline.

    /usr/bin/python3 libs/algorithms/references/transformers/make_references.py
    npx prettier --write libs/algorithms/references/transformers

Needs scikit-learn (Debian: python3-sklearn). The rows are those of examples/data, all columns but the last; holes and
weights follow a formula that the tests repeat, so that the file holds answers only. Of transformed rows it keeps ROWS.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[3] / "examples" / "data"
ROWS = [0, 7, 61, 120, 149]
SEEDS = range(5)


def read(name):
    table = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1]


def weights_of(X):
    """Row i counts i mod 4 times: some rows not at all."""
    return np.arange(len(X)) % 4 * 1.0


def with_holes(X):
    """Every value whose place in the row-major matrix is 3 mod 7 is missing."""
    holed = X.copy().ravel()
    holed[3::7] = np.nan
    return holed.reshape(X.shape)


def codes_of(X):
    """Categories: the first four columns, rounded down after division by a fifth of their range."""
    X = X[:, :4]
    return np.floor((X - X.min(axis=0)) / (np.ptp(X, axis=0) / 5))


def numbers(array):
    """Row after row; None for NaN."""
    return [None if np.isnan(value) else float(value) for value in np.ravel(array)]


def scalers(X):
    standard, weighted = StandardScaler().fit(X), StandardScaler().fit(X, sample_weight=weights_of(X))
    half = len(X) // 2
    default = MinMaxScaler().fit(X)
    clipping = MinMaxScaler(feature_range=(-1, 2), clip=True).fit(X[:half])
    return {
        "standard": {
            "mean": numbers(standard.mean_),
            "variance": numbers(standard.var_),
            "scale": numbers(standard.scale_),
            "rows": numbers(standard.transform(X[ROWS])),
        },
        "weighted": {"mean": numbers(weighted.mean_), "scale": numbers(weighted.scale_)},
        "minMax": {
            "dataMin": numbers(default.data_min_),
            "dataMax": numbers(default.data_max_),
            "scale": numbers(default.scale_),
            "min": numbers(default.min_),
            "rows": numbers(default.transform(X[ROWS])),
        },
        # Fitted on the first half of the rows.
        "clipped": numbers(clipping.transform(X[ROWS])),
    }


def imputers(X):
    holed = with_holes(X)
    holed[:, 1] = np.nan
    answers = []
    for strategy in ["mean", "median", "most_frequent", "constant"]:
        for options in [{}, {"add_indicator": True}, {"keep_empty_features": True}]:
            imputer = SimpleImputer(strategy=strategy, **options).fit(holed)
            answers.append(
                {
                    "strategy": strategy,
                    "addIndicator": options.get("add_indicator", False),
                    "keepEmptyFeatures": options.get("keep_empty_features", False),
                    "statistics": numbers(imputer.statistics_),
                    "rows": numbers(imputer.transform(holed[ROWS])),
                }
            )
    return answers


def encoders(X):
    codes = codes_of(X)
    answers = []
    for drop in [None, "first", "if_binary"]:
        for handle_unknown in ["error", "ignore"]:
            encoder = OneHotEncoder(drop=drop, handle_unknown=handle_unknown, sparse_output=False).fit(codes)
            answers.append(
                {
                    "drop": drop,
                    "handleUnknown": handle_unknown,
                    "columns": None,
                    "categories": [numbers(values) for values in encoder.categories_],
                    "rows": numbers(encoder.transform(codes[ROWS])),
                }
            )
    columns = [2, 0]
    mixed = make_column_transformer((OneHotEncoder(sparse_output=False), columns), remainder="passthrough").fit(codes)
    answers.append(
        {
            "drop": None,
            "handleUnknown": "error",
            "columns": columns,
            "categories": [numbers(values) for values in mixed.transformers_[0][1].categories_],
            "rows": numbers(mixed.transform(codes[ROWS])),
        }
    )
    return answers


def pipeline(kind, X, y, depth, *steps):
    """Predictions for all rows; the seed decides ties between splits, and there must be none."""
    X = with_holes(X)
    fits = [make_pipeline(*steps, kind(max_depth=depth, random_state=seed)).fit(X, y) for seed in SEEDS]
    predictions = [fit.predict(X) for fit in fits]
    for other in predictions[1:]:
        assert np.array_equal(predictions[0], other), "two splits are equally good: take another depth or other rows"
    return {"depth": depth, "nRows": len(X), "predictions": numbers(predictions[0]), "score": fits[0].score(X, y)}


def main():
    sets = {name: read(name) for name in ["iris", "wine", "diabetes"]}
    # Rows few enough that no column has more than 255 values: then bins are exact.
    X, y = sets["diabetes"][0][:250], sets["diabetes"][1][:250]
    reference = {
        "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "python": platform.python_version()},
        "rows": ROWS,
        "scalers": {name: scalers(X) for name, (X, _) in sets.items()},
        "imputers": {name: imputers(X) for name, (X, _) in sets.items()},
        "encoders": encoders(sets["wine"][0]),
        "pipelines": {
            "wine": pipeline(DecisionTreeClassifier, *sets["wine"], 2, SimpleImputer(), StandardScaler()),
            "diabetes": pipeline(
                DecisionTreeRegressor, X, y, 3, SimpleImputer(strategy="median", add_indicator=True), MinMaxScaler()
            ),
        },
    }
    (HERE / "references.json").write_text(json.dumps(reference))


main()
