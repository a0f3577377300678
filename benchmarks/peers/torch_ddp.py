"""A process that trains perceptrons with PyTorch's DistributedDataParallel over gloo, in float32: orders are lines of JSON.

{"widths": [512, 1024, 2], "batchSize": 512, "steps": 40, "warmUp": 5, "learningRate": 0.001}: every worker is a process with
one thread, and has its even share of each batch. The answer is the seconds of the steps after the warm-up.
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

N_WORKERS = 2


def network_of(widths):
    modules = []
    for inputs, outputs in zip(widths, widths[1:]):
        modules += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def train(order):
    torch.manual_seed(dist.get_rank())
    model = DistributedDataParallel(network_of(order["widths"]))
    optimizer = torch.optim.SGD(model.parameters(), lr=order["learningRate"])
    loss = nn.CrossEntropyLoss()
    n = order["batchSize"] // N_WORKERS
    X, y = torch.randn(n, order["widths"][0]), torch.randint(0, order["widths"][-1], (n,))
    for step in range(order["warmUp"] + order["steps"]):
        if step == order["warmUp"]:
            started = time.perf_counter()
        optimizer.zero_grad()
        loss(model(X), y).backward()
        optimizer.step()
    dist.barrier()
    return time.perf_counter() - started


def work(rank, port, orders, answers):
    """One worker: it does the orders that come until its process is ended."""
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=rank, world_size=N_WORKERS)
    while True:
        answers.put((rank, train(orders.get())))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    context = mp.get_context("spawn")
    answers = context.Queue()
    orders = [context.Queue() for _ in range(N_WORKERS)]
    port = free_port()
    for rank in range(N_WORKERS):
        context.Process(target=work, args=(rank, port, orders[rank], answers), daemon=True).start()
    for line in sys.stdin:
        for queue in orders:
            queue.put(json.loads(line))
        seconds = max(answers.get()[1] for _ in range(N_WORKERS))
        print(json.dumps({"seconds": seconds, "version": torch.__version__}), flush=True)


if __name__ == "__main__":
    main()
