"""Reference figures for the tests of metrics, standardisation, SGD and gradient descent, from scikit-learn.

Writes references.json beside this file:

    apt-get install -y python3-sklearn
    /usr/bin/python3 libs/algorithms/references/make_references.py
    npx prettier --write libs/algorithms/references/references.json

Everything is deterministic: the same versions write the same file.
"""

import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn import metrics
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier, SGDRegressor
from sklearn.preprocessing import StandardScaler

ALPHA = 0.01
ETA0 = 0.01


def data_sets():
    """Rows of scikit-learn's own data: raw features and targets. Cut to stay small."""
    iris, cancer, diabetes = load_iris(), load_breast_cancer(), load_diabetes(scaled=False)
    return {
        # The file is sorted by class; this order mixes them.
        "iris": (iris.data, iris.target, numpy.arange(150) * 37 % 150),
        "breast_cancer": (cancer.data[:, :8], cancer.target, numpy.arange(180)),
        "diabetes": (diabetes.data, diabetes.target, numpy.arange(160)),
    }


def data_reference(X, y):
    scaler = StandardScaler().fit(X)
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "mean": scaler.mean_.tolist(),
        "variance": scaler.var_.tolist(),
        "scale": scaler.scale_.tolist(),
    }


def parameters(model):
    """Our order: weights, outputs x features, then the biases."""
    return numpy.concatenate([numpy.ravel(model.coef_), numpy.ravel(model.intercept_)]).tolist()


def sgd(kind, loss, rate, epochs, X, y):
    """Rows in order, no early stop: what one seeded shuffle would hide is compared row by row."""
    model = kind(
        loss=loss, alpha=ALPHA, learning_rate=rate, eta0=ETA0, power_t=0.25, max_iter=epochs, tol=None, shuffle=False
    ).fit(X, y)
    return {"rate": rate, "epochs": epochs, "learningRate": ETA0, "alpha": ALPHA, "parameters": parameters(model)}


def linear_reference(X, y, task):
    """SGD and converged coefficients on standardised features."""
    Z = StandardScaler().fit_transform(X)
    n = len(y)
    kind, loss = (SGDRegressor, "squared_error") if task == "regressor" else (SGDClassifier, "log_loss")
    if task == "regressor":
        # scikit-learn minimises |y - Xw|^2 + a |w|^2, we its (1 / 2n)th: a = n alpha.
        converged = Ridge(alpha=n * ALPHA, solver="svd", tol=1e-14).fit(Z, y)
    else:
        # scikit-learn minimises C sum(loss) + 1/2 |w|^2, we its (1 / C n)th: alpha = 1 / (C n).
        converged = LogisticRegression(
            C=1 / (n * ALPHA), multi_class="ovr", solver="newton-cg", tol=1e-8, max_iter=10_000
        ).fit(Z, y)
    return {
        "task": task,
        "sgd": [sgd(kind, loss, rate, epochs, Z, y) for rate, epochs in [("constant", 1), ("invscaling", 3)]],
        "converged": {"alpha": ALPHA, "parameters": parameters(converged)},
        "predictions": converged.predict(Z).tolist(),
        "probabilities": converged.predict_proba(Z).tolist() if task == "classifier" else None,
    }


def metrics_reference():
    labels = ["bird", "cat", "dog", "eel"]
    true = numpy.array([0, 1, 2, 2, 1, 0, 1, 1, 2, 0, 2, 2, 1, 0, 2])
    # The last class is predicted and never true; the first is true and never predicted: two quotients 0 / 0.
    predicted = numpy.array([1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 3, 1, 1, 2])
    y_true, y_pred = [labels[k] for k in true], [labels[k] for k in predicted]
    numbers = numpy.array([3.0, -0.5, 2.0, 7.0, 4.25])
    guesses = numpy.array([2.5, 0.0, 2.0, 8.0, 3.5])
    return {
        "classification": {
            "yTrue": y_true,
            "yPred": y_pred,
            "report": metrics.classification_report(y_true, y_pred, output_dict=True, zero_division=0),
            "confusion": metrics.confusion_matrix(y_true, y_pred).tolist(),
        },
        "regression": {
            "yTrue": numbers.tolist(),
            "yPred": guesses.tolist(),
            "meanSquaredError": metrics.mean_squared_error(numbers, guesses),
            "meanAbsoluteError": metrics.mean_absolute_error(numbers, guesses),
            "r2": metrics.r2_score(numbers, guesses),
        },
    }


def main():
    data = {name: (X[rows], y[rows]) for name, (X, y, rows) in data_sets().items()}
    tasks = {"iris": "classifier", "breast_cancer": "classifier", "diabetes": "regressor"}
    reference = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "data": {name: data_reference(X, y) for name, (X, y) in data.items()},
        "linear": {name: linear_reference(*data[name], task) for name, task in tasks.items()},
        "metrics": metrics_reference(),
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
