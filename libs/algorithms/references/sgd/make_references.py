"""Reference figures for SGDClassifier and SGDRegressor, from scikit-learn. Writes references.json beside this file:

    apt-get install -y python3-sklearn
    /usr/bin/python3 libs/algorithms/references/sgd/make_references.py
    npx prettier --write libs/algorithms/references/sgd/references.json

The rows are made by a formula that the tests compute too, and are taken in order: what one seeded shuffle would hide is
compared row by row.
"""

import itertools
import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LogisticRegression, PoissonRegressor, QuantileRegressor, SGDClassifier, SGDRegressor
from sklearn.preprocessing import StandardScaler

N, D = 60, 5
SEEDS, MANY_SEEDS = 5, 1000
VARIANTS = {"default": {}, "early stopping": {"early_stopping": True}, "average": {"average": True}}
PENALTIES = ["l2", "l1", "elasticnet", None]
SCHEDULES = ["constant", "optimal", "invscaling", "adaptive"]
CLASSIFIERS = ["hinge", "squared_hinge", "log_loss", "modified_huber", "perceptron"]
REGRESSORS = ["squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"]
BASE = {"alpha": 0.01, "eta0": 0.02, "power_t": 0.3, "max_iter": 3, "tol": None, "shuffle": False}


def made_rows():
    """X, three classes and a number: integers first, so that both sides divide the same."""
    i, j = numpy.arange(N)[:, None], numpy.arange(D)[None, :]
    X = (i * 7919 + j * 104729 + i * j * 31 + i * i * 17) % 1000 / 500 - 1
    score = X[:, 0] - 2 * X[:, 1] + 0.5 * X[:, 2]
    noise = numpy.arange(N) * 37 % 11 / 11 - 0.5
    y = score + noise
    codes = numpy.where(y < -0.7, 0, numpy.where(y < 0.7, 1, 2))
    return X, codes, y


def sample_weights():
    return numpy.arange(N) * 13 % 7 / 4


X, CODES, Y = made_rows()
BINARY = (CODES > 0).astype(int)


def case(kind, target, changes, weighted=False):
    options = {**BASE, **changes}
    model = kind(**options).fit(X, {"binary": BINARY, "codes": CODES, "number": Y}[target], sample_weight=sample_weights() if weighted else None)
    return {
        "target": target,
        "options": changes,
        "weighted": weighted,
        "coef": numpy.ravel(model.coef_).tolist(),
        "intercept": numpy.ravel(model.intercept_).tolist(),
        "nIter": int(model.n_iter_),
    }


def calmer(loss, rate="optimal"):
    """The long first steps of `optimal` throw a squared loss so far out that rounding alone would tell two programs apart."""
    return {"alpha": 0.3} if rate == "optimal" and loss.startswith("squared") else {}


def grid(losses):
    return [
        {"loss": loss, "penalty": penalty, "learning_rate": rate, **calmer(loss, rate)}
        for loss, penalty, rate in itertools.product(losses, PENALTIES, SCHEDULES)
    ]


def averages(loss):
    return [
        {"loss": loss, "penalty": penalty, "learning_rate": rate, "average": average}
        for penalty, rate, average in itertools.product(PENALTIES, ["constant", "optimal"], [True, 50, 10_000])
    ]


def classifier_cases():
    binary = [case(SGDClassifier, "binary", changes) for changes in grid(CLASSIFIERS) + averages("log_loss")]
    several = [{"loss": loss, **calmer(loss)} for loss in CLASSIFIERS] + [
        {"loss": "log_loss", "penalty": "l1", "learning_rate": "constant", "average": True},
        {"loss": "log_loss", "class_weight": "balanced"},
        {"loss": "log_loss", "class_weight": {0: 2.0, 2: 0.5}},
        {"loss": "log_loss", "fit_intercept": False, "penalty": "elasticnet", "l1_ratio": 0.4},
        {"loss": "hinge", "tol": 1e-3, "max_iter": 300},
        {"loss": "log_loss", "tol": 1e-3, "max_iter": 300, "learning_rate": "adaptive", "n_iter_no_change": 3},
    ]
    weighted = [{"loss": loss, "class_weight": "balanced", "average": average, **calmer(loss)} for loss in CLASSIFIERS for average in (False, True)]
    return (
        binary
        + [case(SGDClassifier, "codes", changes) for changes in several]
        + [case(SGDClassifier, target, changes, True) for changes in weighted for target in ("binary", "codes")]
    )


def regressor_cases():
    others = [
        {"loss": "huber", "epsilon": 1.5},
        {"loss": "squared_error", "fit_intercept": False},
        {"loss": "squared_error", "tol": 1e-4, "max_iter": 300, "learning_rate": "invscaling"},
        {"loss": "squared_error", "tol": 1e-4, "max_iter": 300, "learning_rate": "adaptive"},
        {"loss": "epsilon_insensitive", "tol": 1e-3, "max_iter": 300, "penalty": "l1"},
    ]
    plain = [case(SGDRegressor, "number", changes) for changes in grid(REGRESSORS) + averages("huber") + others]
    return plain + [case(SGDRegressor, "number", {"loss": loss, "average": a}, True) for loss in REGRESSORS for a in (False, True)]


def partial_fits():
    """Two halves, one after the other, twice."""
    classifier = SGDClassifier(loss="log_loss", penalty="elasticnet", alpha=0.01, shuffle=False)
    regressor = SGDRegressor(average=20, shuffle=False)
    for _ in range(2):
        for rows in (slice(0, 25), slice(25, N)):
            classifier.partial_fit(X[rows], CODES[rows], classes=[0, 1, 2])
            regressor.partial_fit(X[rows], Y[rows])
    return {
        name: {"coef": numpy.ravel(model.coef_).tolist(), "intercept": model.intercept_.tolist()}
        for name, model in {"classifier": classifier, "regressor": regressor}.items()
    }


def optima():
    """Where the losses that scikit-learn's SGD lacks have their optimum: alpha/2 |w|^2 (quantile: alpha |w|_1)."""
    alpha = 0.05
    counts = numpy.round(numpy.exp(Y))
    softmax = LogisticRegression(C=1 / (N * alpha), multi_class="multinomial", solver="newton-cg", tol=1e-13, max_iter=100_000).fit(X, CODES)
    poisson = PoissonRegressor(alpha=alpha, tol=1e-13, max_iter=100_000).fit(X, counts)
    quantile = QuantileRegressor(quantile=0.3, alpha=0.01, solver="highs").fit(X, Y)
    return {
        "alpha": alpha,
        "softmax": {"coef": numpy.ravel(softmax.coef_).tolist(), "intercept": softmax.intercept_.tolist(), "probabilities": numpy.ravel(softmax.predict_proba(X)).tolist()},
        "poisson": {"coef": poisson.coef_.tolist(), "intercept": [poisson.intercept_], "predictions": poisson.predict(X).tolist()},
        "quantile": {"coef": quantile.coef_.tolist(), "intercept": [quantile.intercept_]},
    }


def probabilities():
    """What modified_huber and log_loss say of two and of three classes."""
    return {
        f"{loss} {target}": numpy.ravel(
            SGDClassifier(loss=loss, **BASE).fit(X, {"binary": BINARY, "codes": CODES}[target]).predict_proba(X)
        ).tolist()
        for loss in ("log_loss", "modified_huber")
        for target in ("binary", "codes")
    }


def many_made_rows():
    """3000 rows of 6 features and two classes with noise. Two thirds are held out: a row weighs little in their score."""
    i, j = numpy.arange(3000)[:, None], numpy.arange(6)[None, :]
    X = (i * 7919 + j * 104729 + i * i * (17 + j)) % 9973 / 4986.5 - 1
    noise = (i[:, 0] * 3571 + i[:, 0] ** 2 * 31) % 10007 / 10007 - 0.5
    y = (X[:, 0] - 2 * X[:, 1] + 0.5 * X[:, 2] + 2 * noise > 0).astype(int)
    held = i[:, 0] % 3 != 0
    return X[~held], y[~held], X[held], y[held]


def split_of(load):
    """Every third row is held out; features standardised by the rest."""
    data = load()
    held = numpy.arange(len(data.target)) % 3 == 0
    scaler = StandardScaler().fit(data.data[~held])
    return scaler.transform(data.data[~held]), data.target[~held], scaler.transform(data.data[held]), data.target[held]


def scores(kind, split, options, seeds):
    X, y, held_X, held_y = split
    return [kind(random_state=seed, **options).fit(X, y).score(held_X, held_y) for seed in range(seeds)]


def shuffled():
    """Scores of few seeds, each; and mean and variance over many of them."""
    made = (SGDClassifier, many_made_rows())
    breast_cancer = (SGDClassifier, split_of(load_breast_cancer))
    diabetes = (SGDRegressor, split_of(lambda: load_diabetes(scaled=False)))
    few = {
        f"{name}, {label}": scores(*problem, options, SEEDS)
        for name, problem in (("made rows", made), ("diabetes", diabetes))
        for label, options in VARIANTS.items()
    }
    many = {}
    for name, problem in (("breast_cancer", breast_cancer), ("diabetes", diabetes)):
        for label, options in VARIANTS.items():
            all_scores = scores(*problem, options, MANY_SEEDS)
            many[f"{name}, {label}"] = {
                "nSeeds": MANY_SEEDS,
                "mean": numpy.mean(all_scores),
                "variance": numpy.var(all_scores, ddof=1),
            }
    return {"few": few, "many": many}


def main():
    reference = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "base": BASE,
        "classifier": classifier_cases(),
        "regressor": regressor_cases(),
        "partialFit": partial_fits(),
        "optima": optima(),
        "probabilities": probabilities(),
        "shuffled": shuffled(),
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
