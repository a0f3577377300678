"""A process that trains a perceptron with PyTorch's DistributedDataParallel over gloo, in float32: orders are lines of JSON.

{"widths": [512, 1024, 2], "batchSize": 512, "workers": 2, "steps": 40, "warmUp": 5, "learningRate": 0.001}: every worker is a
process with one thread, and has its even share of each batch. The answer is the seconds of the steps after the warm-up.
"""

import json
import os
import socket
import sys
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn
from torch.nn.parallel import DistributedDataParallel


def network_of(widths):
    modules = []
    for inputs, outputs in zip(widths, widths[1:]):
        modules += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def train(rank, order, port, answers):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.set_num_threads(1)
    torch.manual_seed(rank)
    dist.init_process_group("gloo", rank=rank, world_size=order["workers"])
    model = DistributedDataParallel(network_of(order["widths"]))
    optimizer = torch.optim.SGD(model.parameters(), lr=order["learningRate"])
    loss = nn.CrossEntropyLoss()
    n = order["batchSize"] // order["workers"]
    X, y = torch.randn(n, order["widths"][0]), torch.randint(0, order["widths"][-1], (n,))
    for step in range(order["warmUp"] + order["steps"]):
        if step == order["warmUp"]:
            started = time.perf_counter()
        optimizer.zero_grad()
        loss(model(X), y).backward()
        optimizer.step()
    dist.barrier()
    if rank == 0:
        answers.put(time.perf_counter() - started)
    dist.destroy_process_group()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    for line in sys.stdin:
        order = json.loads(line)
        answers = mp.get_context("spawn").SimpleQueue()
        mp.spawn(train, args=(order, free_port(), answers), nprocs=order["workers"])
        print(json.dumps({"seconds": answers.get(), "version": torch.__version__}), flush=True)


if __name__ == "__main__":
    main()
