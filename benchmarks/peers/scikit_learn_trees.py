"""The bagging benchmark with scikit-learn: python3 scikit_learn_trees.py <tree as JSON> <folder of a shard>…

One process per folder loads X_train.csv and y_train.csv; then all draw a bootstrap sample and fit a tree at the same
time. Prints median and range, in seconds, of the time from the start until the last one is done.
"""

import json
import multiprocessing
import statistics
import sys
import time

import numpy
import sklearn
from sklearn.tree import DecisionTreeClassifier

REPEATS = 5


def worker(folder: str, seed: int, tree: dict, orders) -> None:
    X = numpy.loadtxt(f"{folder}/X_train.csv", delimiter=",", skiprows=1)
    y = numpy.loadtxt(f"{folder}/y_train.csv", skiprows=1)
    orders.send("loaded")
    while orders.recv() == "fit":
        rows = numpy.random.default_rng(seed).integers(0, len(X), len(X))
        DecisionTreeClassifier(
            max_depth=tree["maxDepth"], max_leaf_nodes=tree["maxLeafNodes"], random_state=seed
        ).fit(X[rows], y[rows])
        orders.send("fitted")


def main() -> None:
    tree, folders = json.loads(sys.argv[1]), sys.argv[2:]
    pipes = []
    for seed, folder in enumerate(folders):
        here, there = multiprocessing.Pipe()
        multiprocessing.Process(target=worker, args=(folder, seed, tree, there), daemon=True).start()
        pipes.append(here)
    for pipe in pipes:
        pipe.recv()
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for pipe in pipes:
            pipe.send("fit")
        for pipe in pipes:
            pipe.recv()
        seconds.append(time.perf_counter() - started)
    for pipe in pipes:
        pipe.send("end")
    version = f"scikit-learn {sklearn.__version__}, {len(folders)} processes"
    print(f"{statistics.median(seconds):.3g} s ({min(seconds):.3g}–{max(seconds):.3g}) {version}")


if __name__ == "__main__":
    main()
