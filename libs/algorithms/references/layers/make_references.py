"""Networks of src/layers/references.test.ts by PyTorch, in float64: outputs, gradients and 20 training steps. Writes references.json beside this file:

    apt-get install -y python3-torch
    /usr/bin/python3 libs/algorithms/references/layers/make_references.py
    npx prettier --write libs/algorithms/references/layers/references.json

Layers are given as our own JSON, parameters as our flat vector, images with the channels last. Inputs and first parameters follow from a
formula (numbers), which the test has too, so they are not written. Dropout is not here: its masks are our own.
"""

import json
import platform
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

STEPS = 20
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def numbers(length, salt, scale):
    """(7919 (i + salt) mod 1009) / 1009 − ½, times the scale: spread evenly, and the same everywhere."""
    return torch.tensor([scale * (((7919 * (i + salt)) % 1009) / 1009 - 0.5) for i in range(length)])


ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
    "softmax": lambda z: F.softmax(z, dim=-1),
    "x / (1 + exp(-x))": F.silu,
}


class Theta:
    """Hands out the tensors of a flat vector one behind the other."""

    def __init__(self, vector):
        self.vector, self.at = vector, 0

    def take(self, *shape):
        size = int(numpy.prod(shape))
        self.at += size
        return self.vector[self.at - size : self.at].view(*shape)


def channels_first(x):
    return x.permute(0, 3, 1, 2).contiguous()


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def dense(layer, x, theta, _statistics, _training):
    z = x @ theta.take(x.shape[1], layer["units"])
    if layer.get("bias", True):
        z = z + theta.take(layer["units"])
    return ACTIVATIONS[layer.get("activation", "identity")](z)


def pair(value):
    return tuple(value) if isinstance(value, list) else (value, value)


def conv2d(layer, x, theta, _statistics, _training):
    h, w = pair(layer["kernelSize"])
    filters = theta.take(h, w, x.shape[3], layer["filters"]).permute(3, 2, 0, 1).contiguous()
    bias = theta.take(layer["filters"]) if layer.get("bias", True) else None
    padding = layer.get("padding", "valid")
    z = F.conv2d(
        channels_first(x), filters, bias, stride=pair(layer.get("stride", 1)), padding=padding if isinstance(padding, str) else pair(padding)
    )
    return ACTIVATIONS[layer.get("activation", "identity")](channels_last(z))


def max_pool(layer, x, *_):
    size = pair(layer["poolSize"])
    return channels_last(F.max_pool2d(channels_first(x), size, pair(layer.get("stride", layer["poolSize"])), layer.get("padding", 0)))


def avg_pool(layer, x, *_):
    size = pair(layer["poolSize"])
    stride = pair(layer.get("stride", layer["poolSize"]))
    return channels_last(F.avg_pool2d(channels_first(x), size, stride, layer.get("padding", 0), count_include_pad=False))


def batch_norm(layer, x, theta, statistics, training):
    C = x.shape[-1]
    scales, shifts = theta.take(C), theta.take(C)
    mean, variance = statistics.take(C), statistics.take(C)
    rows = x.reshape(-1, C)
    return F.batch_norm(rows, mean, variance, scales, shifts, training, layer.get("momentum", 0.1), layer.get("epsilon", 1e-5)).view(x.shape)


def layer_norm(layer, x, theta, *_):
    C = x.shape[-1]
    return F.layer_norm(x, (C,), theta.take(C), theta.take(C), layer.get("epsilon", 1e-5))


def residual(layer, x, *context):
    return chain(layer["body"], x, *context) + chain(layer.get("shortcut", []), x, *context)


LAYERS = {
    "dense": dense,
    "conv2d": conv2d,
    "maxPool2d": max_pool,
    "avgPool2d": avg_pool,
    "flatten": lambda _layer, x, *_: x.flatten(1),
    "batchNorm": batch_norm,
    "layerNorm": layer_norm,
    "residual": residual,
    "activation": lambda layer, x, *_: ACTIVATIONS[layer["activation"]](x),
}


def chain(layers, x, *context):
    for layer in layers:
        x = LAYERS[layer["type"]](layer, x, *context)
    return x


# Sums over the outputs, means over the examples, as ours.
LOSSES = {
    "cross_entropy": lambda out, y: F.cross_entropy(out, y.long()),
    "binary_cross_entropy": lambda out, y: F.binary_cross_entropy_with_logits(out, y.view(out.shape), reduction="sum") / len(out),
    "squared_error": lambda out, y: 0.5 * F.mse_loss(out.flatten(1), y.view(len(out), -1), reduction="sum") / len(out),
    "huber": lambda out, y: F.huber_loss(out, y.view(out.shape), reduction="sum", delta=0.1) / len(out),
}

OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": torch.optim.SGD,
    "nesterov": lambda theta, **o: torch.optim.SGD(theta, nesterov=True, **o),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
}
# Ours and PyTorch's names of the options.
OPTION_NAMES = {"learningRate": "lr", "momentum": "momentum", "weightDecay": "weight_decay", "decay": "alpha", "epsilon": "eps"}


def optimizer_of(case, theta):
    options = dict(case["options"])
    betas = {"betas": (options.pop("beta1"), options.pop("beta2"))} if "beta1" in options else {}
    if case["optimizer"] in ("momentum", "nesterov"):
        options.setdefault("momentum", 0.9)
    return OPTIMIZERS[case["optimizer"]]([theta], **{OPTION_NAMES[name]: value for name, value in options.items()}, **betas)


def targets_of(case, n, outputs):
    if case["loss"] == "cross_entropy":
        return torch.tensor([float((7 * i) % outputs) for i in range(n)])
    values = numbers(n * outputs, 5, 2.0)
    return (values > 0).double() if case["loss"] == "binary_cross_entropy" else values


def with_answers(case):
    n, shape = case["n"], case["inputShape"]
    x = numbers(n * int(numpy.prod(shape)), 1, 3.0).view(n, *shape).requires_grad_()
    theta = numbers(case["nParameters"], 3, 1.0).requires_grad_()
    statistics = numbers(case.get("nStatistics", 0), 2, 0.5) + 1
    forward = lambda training: chain(case["layers"], x, Theta(theta), Theta(statistics), training)
    inference = forward(False)
    output = forward(True)
    y = targets_of(case, n, output[0].numel())
    loss = LOSSES[case["loss"]](output, y)
    loss.backward()
    answers = {
        "inference": rounded(inference) if "nStatistics" in case else None,
        "output": rounded(output),
        "gradient": rounded(theta.grad),
        "inputGradient": rounded(x.grad),
    }
    optimizer, losses = optimizer_of(case, theta), []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = LOSSES[case["loss"]](forward(True), y)
        loss.backward()
        if "maxNorm" in case:
            torch.nn.utils.clip_grad_norm_([theta], case["maxNorm"])
        if "maxValue" in case:
            torch.nn.utils.clip_grad_value_([theta], case["maxValue"])
        optimizer.step()
        losses.append(loss.item())
    trained = {"losses": rounded(torch.tensor(losses)), "parameters": rounded(theta), "statistics": rounded(statistics)}
    return {**case, **{name: value for name, value in {**answers, **trained}.items() if value is not None and value != []}}


def rounded(values):
    """12 digits: what the test compares, and half of the file."""
    return [float(f"{value:.12g}") for value in values.detach().flatten().tolist()]


def case(name, inputShape, nParameters, layers, loss="squared_error", n=4, optimizer="sgd", options=None, **more):
    options = options or {"learningRate": 0.05}
    return {**dict(name=name, inputShape=inputShape, nParameters=nParameters, layers=layers, loss=loss, n=n, optimizer=optimizer, options=options), **more}


def of(type, **options):
    return {"type": type, **options}


IMAGE = [6, 5, 2]
SMALL = [of("dense", units=3, activation="tanh"), of("dense", units=3)]
CASES = [
    *[case(f"dense {name}", [3], 20, [of("dense", units=3, activation=name), of("dense", units=2)]) for name in ACTIVATIONS],
    *[case(f"activation {name}", [3], 9, [of("dense", units=3, bias=False), of("activation", activation=name)]) for name in ACTIVATIONS],
    case("conv2d", IMAGE, 2 * 9 * 2 + 2, [of("conv2d", filters=2, kernelSize=3, activation="relu")], n=2),
    case("conv2d strided", IMAGE, 2 * 6 * 2, [of("conv2d", filters=2, kernelSize=[3, 2], stride=[2, 1], padding=1, bias=False)], n=2),
    case("conv2d same", IMAGE, 2 * 8 * 1 + 1, [of("conv2d", filters=1, kernelSize=[2, 4], padding="same", activation="gelu")], n=2),
    case("conv2d 1 × 1", IMAGE, 6, [of("conv2d", filters=2, kernelSize=1, activation="tanh")], n=2),
    case("maxPool2d", IMAGE, 6, [of("conv2d", filters=2, kernelSize=1), of("maxPool2d", poolSize=[3, 2], stride=2, padding=1)], n=2),
    case("avgPool2d", IMAGE, 6, [of("conv2d", filters=2, kernelSize=1), of("avgPool2d", poolSize=[3, 2], stride=2, padding=1)], n=2),
    case("batchNorm", [3], 24, [of("dense", units=3), of("batchNorm"), of("dense", units=2, bias=False)], nStatistics=6, n=5),
    case("batchNorm of images", IMAGE, 4, [of("batchNorm", epsilon=0.01, momentum=0.3), of("avgPool2d", poolSize=2)], nStatistics=4, n=2),
    case("layerNorm", [3], 24, [of("dense", units=3), of("layerNorm"), of("dense", units=2, bias=False)], n=5),
    case("layerNorm of images", IMAGE, 4, [of("layerNorm", epsilon=0.01), of("avgPool2d", poolSize=2)], n=2),
    case("residual", [3], 27, [of("residual", body=[of("dense", units=3, activation="tanh"), of("dense", units=3)]), of("dense", units=1, bias=False)]),
    case(
        "residual convolutions",
        IMAGE,
        3 * 9 * 2 + 6 + 9 + 24,
        [
            of("residual", body=[of("conv2d", filters=3, kernelSize=3, padding=1, bias=False), of("batchNorm")], shortcut=[of("conv2d", filters=3, kernelSize=1)]),
            of("activation", activation="relu"),
            of("maxPool2d", poolSize=3),
            of("flatten"),
            of("dense", units=4, bias=False),
        ],
        loss="cross_entropy",
        n=4,
        nStatistics=6,
    ),
    case("cross_entropy", [4], 27, SMALL, loss="cross_entropy", n=7),
    case("binary_cross_entropy", [4], 27, SMALL, loss="binary_cross_entropy", n=7),
    case("huber", [4], 27, SMALL, loss="huber", n=7),
    *[
        case(f"{name} {json.dumps(options)}", [4], 27, SMALL, loss="cross_entropy", n=7, optimizer=name, options=options)
        for name, options in [
            ("sgd", {"learningRate": 0.3, "weightDecay": 0.05}),
            ("momentum", {"learningRate": 0.1, "momentum": 0.8, "weightDecay": 0.05}),
            ("nesterov", {"learningRate": 0.1}),
            ("adam", {"learningRate": 0.02}),
            ("adam", {"learningRate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4, "weightDecay": 0.05}),
            ("adamw", {"learningRate": 0.02}),
            ("rmsprop", {"learningRate": 0.01, "decay": 0.9, "weightDecay": 0.05}),
            ("adagrad", {"learningRate": 0.1}),
        ]
    ],
    case("clipped by norm", [4], 27, SMALL, loss="cross_entropy", n=7, options={"learningRate": 1}, maxNorm=0.1),
    case("clipped by value", [4], 27, SMALL, loss="cross_entropy", n=7, options={"learningRate": 1}, maxValue=0.02),
]


def main():
    versions = {"python": platform.python_version(), "numpy": numpy.__version__, "torch": torch.__version__}
    reference = {"versions": versions, "cases": [with_answers(case) for case in CASES]}
    Path(__file__).with_name("references.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
