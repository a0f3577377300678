"""A process that times products by numpy: reads orders from standard input, a line of JSON each, and answers so.

The orders are those of benchmarks/kernels/products.ts.
"""

import ctypes
import functools
import json
import sys
import time

import numpy


def core_of_openblas():
    """The processor that the OpenBLAS under numpy has kernels for, in its own words."""
    with open("/proc/self/maps", encoding="ascii") as maps:
        files = {line.split()[-1] for line in maps if "openblas" in line}
    for file in files:
        for name in ("openblas_get_corename", "openblas_get_corename64_", "scipy_openblas_get_corename64_"):
            function = getattr(ctypes.CDLL(file), name, None)
            if function is not None:
                function.restype = ctypes.c_char_p
                return function().decode()
    return None


def made(length, dtype):
    return ((numpy.arange(length) * 7919 % 1000) / 1000 - 0.5).astype(dtype)


@functools.lru_cache(maxsize=1)
def product_of(text):
    """The operands of an order, and room for the result; the same one is asked for in every turn."""
    order = json.loads(text)
    m, n, k, dtype = order["m"], order["n"], order["k"], order["dtype"]
    if order["kind"] == "gemm":
        A, B = made(m * k, dtype).reshape(m, k), made(k * n, dtype).reshape(k, n)
        return A, B, numpy.empty((m, n), dtype)
    A = made(m * n, dtype).reshape(m, n)
    if order["kind"] == "gemv":
        return A, made(n, dtype), numpy.empty(m, dtype)
    return A.T, made(m, dtype), numpy.empty(n, dtype)


def timed(order):
    A, B, C = product_of(json.dumps(order))
    best = float("inf")
    end = time.perf_counter() + order["seconds"]
    while time.perf_counter() < end or best == float("inf"):
        started = time.perf_counter()
        numpy.dot(A, B, out=C)
        best = min(best, time.perf_counter() - started)
    return {"seconds": best, "check": float(numpy.abs(C.astype("float64")).sum())}


def main():
    for line in sys.stdin:
        order = json.loads(line)
        if order["order"] == "load":
            core = core_of_openblas()
            answer = {"name": f"numpy-{core.lower()}" if core else "numpy (no OpenBLAS)"}
        else:
            answer = timed(order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
