"""A process that trains networks with PyTorch, in float32 and one thread: reads orders from standard input, a line of JSON each.

The orders are those of benchmarks/networks/networks.ts. Images are channels first, as PyTorch likes them best.
"""

import json
import math
import sys
import time

import torch
from torch import nn

LEARNING_RATE = 0.01
torch.set_num_threads(1)


def made(length, scale):
    return torch.tensor([scale * (((7919 * i) % 1009) / 1009 - 0.5) for i in range(length)], dtype=torch.float32)


def made_weights(fan_in, m):
    return made(fan_in * m, math.sqrt(24 / fan_in)).view(fan_in, m)


def with_weights(layer, weights):
    with torch.no_grad():
        layer.weight.copy_(weights)
        layer.bias.zero_()
    return layer


def network_of(order):
    """Our JSON as a module; weights are those of our layout."""
    modules, shape, image = [], list(order["inputShape"]), None
    for layer in order["layers"]:
        if layer["type"] == "dense":
            k, m = shape[0], layer["units"]
            W = made_weights(k, m)
            if image:
                h, w, c = image
                W, image = W.view(h, w, c, m).permute(2, 0, 1, 3).reshape(k, m), None
            modules.append(with_weights(nn.Linear(k, m), W.T))
            shape = [m]
        elif layer["type"] == "conv2d":
            h, w, c = shape
            size, m = layer["kernelSize"], layer["filters"]
            filters = made_weights(size * size * c, m).view(size, size, c, m).permute(3, 2, 0, 1)
            modules.append(with_weights(nn.Conv2d(c, m, size, padding=layer["padding"]), filters))
            shape = [h, w, m]
        elif layer["type"] == "maxPool2d":
            modules.append(nn.MaxPool2d(layer["poolSize"]))
            shape = [shape[0] // layer["poolSize"], shape[1] // layer["poolSize"], shape[2]]
        else:
            modules.append(nn.Flatten())
            image, shape = shape, [shape[0] * shape[1] * shape[2]]
        if layer.get("activation") == "relu":
            modules.append(nn.ReLU())
    return nn.Sequential(*modules)


def prepare(order):
    network = network_of(order)
    n, shape = order["batchSize"], order["inputShape"]
    x = made(n * math.prod(shape), 2).view(n, *shape)
    if len(shape) == 3:
        x = x.permute(0, 3, 1, 2).contiguous()
    y = torch.arange(n) % 10
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)
    loss_of = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def main():
    name = step = None
    for line in sys.stdin:
        order = json.loads(line)
        if order["order"] == "load":
            answer = {"name": f"PyTorch {torch.__version__}"}
        else:
            if name != order["name"]:
                name, step = order["name"], prepare(order)
            started = time.perf_counter()
            for _ in range(order["steps"]):
                loss = step()
            answer = {"seconds": time.perf_counter() - started, "loss": loss}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
