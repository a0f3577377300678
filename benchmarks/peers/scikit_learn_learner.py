"""A process with one learner of scikit-learn: reads orders from standard input, a line of JSON each, and answers so.

The orders are those of benchmarks/learners/orders.ts.
"""

import importlib
import json
import sys
import time
import warnings

import numpy
import sklearn

warnings.filterwarnings("ignore")


def load(file):
    numbers = numpy.fromfile(file["path"], dtype="<f8")
    n_values = file["nRows"] * file["nColumns"]
    return numbers[:n_values].reshape(file["nRows"], file["nColumns"]), numbers[n_values:]


def seconds_of(work):
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def main():
    made = train = test = learner = None
    for line in sys.stdin:
        order = json.loads(line)
        if order["order"] == "load":
            train, test = load(order["train"]), load(order["test"])
            made = getattr(importlib.import_module(order["module"]), order["estimator"]), order["parameters"]
            answer = {"seconds": 0, "version": f"scikit-learn {sklearn.__version__}"}
        elif order["order"] == "fit":
            kind, parameters = made
            learner = kind(**parameters)
            seconds, _ = seconds_of(lambda: learner.fit(*train))
            answer = {"seconds": seconds, "score": float(learner.score(*test))}
        else:
            seconds, _ = seconds_of(lambda: learner.predict(test[0]))
            answer = {"seconds": seconds}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
