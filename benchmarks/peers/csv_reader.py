"""A process that reads CSV files: python3 csv_reader.py numpy|pandas. Orders and answers: benchmarks/csv/orders.ts."""

import importlib
import json
import sys
import time

library = importlib.import_module(sys.argv[1])


def read(path):
    if library.__name__ == "numpy":
        return library.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    return library.read_csv(path).to_numpy()


for line in sys.stdin:
    path = json.loads(line)["path"]
    started = time.perf_counter()
    X = read(path)
    seconds = time.perf_counter() - started
    answer = {"seconds": seconds, "nRows": X.shape[0], "nColumns": X.shape[1], "sum": float(X.sum())}
    print(json.dumps({**answer, "version": f"{library.__name__} {library.__version__}"}), flush=True)
