"""A process that trains a perceptron with PyTorch, in float32 and one thread: reads orders from standard input, a line of JSON each.

{"dataDir": "...", "holdOutDir": "...", "widths": [784, 256, 128, 10], "batchSize": 64, "epochs": 5, "learningRate": 0.001,
"seed": 0}: folders with X_train.csv and y_train.csv. The answer is the seconds of the training and the accuracy on what was
held out.
"""

import json
import sys
import time
from functools import lru_cache

import numpy
import torch
from torch import nn


@lru_cache(maxsize=None)
def read(folder):
    X = numpy.loadtxt(f"{folder}/X_train.csv", delimiter=",", skiprows=1, dtype=numpy.float32)
    y = numpy.loadtxt(f"{folder}/y_train.csv", delimiter=",", skiprows=1, dtype=numpy.float32)
    return torch.from_numpy(X), torch.from_numpy(y).long()


def network_of(widths):
    modules = []
    for inputs, outputs in zip(widths, widths[1:]):
        linear = nn.Linear(inputs, outputs)
        nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        nn.init.zeros_(linear.bias)
        modules += [linear, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def train(order):
    (X, y), (X_test, y_test) = read(order["dataDir"]), read(order["holdOutDir"])
    torch.manual_seed(order["seed"])
    network, loss_of = network_of(order["widths"]), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=order["learningRate"])
    started = time.perf_counter()
    for _ in range(order["epochs"]):
        for rows in torch.randperm(len(X)).split(order["batchSize"]):
            optimizer.zero_grad(set_to_none=True)
            loss_of(network(X[rows]), y[rows]).backward()
            optimizer.step()
    seconds = time.perf_counter() - started
    with torch.no_grad():
        accuracy = (network(X_test).argmax(1) == y_test).float().mean().item()
    return {"seconds": seconds, "accuracy": accuracy}


def main():
    torch.set_num_threads(1)
    for line in sys.stdin:
        print(json.dumps(train(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
