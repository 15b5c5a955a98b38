"""Softmax regression in NumPy, one command at a time, for main.go beside it.

Standard input: a line of JSON with the sizes, then float32 images, float32
weights, uint8 labels and the uint32 order of an epoch, then lines "step N" or
"loop N": train N steps from the first weights, on the first batch again and
again or on one batch after the other, drawn from the images in that order. The
answer to each is a line of JSON on standard output.
"""
import json
import re
import sys
import time

import numpy as np


def blas():
    """Names the libraries of linear algebra that this process has mapped."""
    np.ones((2, 2), np.float32) @ np.ones((2, 2), np.float32)
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        paths = set()
    names = {path.rsplit("/", 1)[-1] for path in paths}
    known = [n for n in names if re.search("openblas|mkl_rt|blis|atlas", n)]
    return " ".join(sorted(known) or sorted(n for n in names if "blas" in n) or ["unknown"])


class Regression:
    """784-10 softmax regression by gradient descent on the mean cross-entropy."""

    def __init__(self, images, onehot, order, weights, batch, rate):
        self.images, self.onehot, self.order, self.start = images, onehot, order, weights
        self.batch, self.rate = batch, np.float32(rate)
        classes = onehot.shape[1]
        self.x = np.empty((batch, images.shape[1]), np.float32)
        self.y = np.empty((batch, classes), np.float32)
        self.z = np.empty_like(self.y)
        self.p = np.empty_like(self.y)
        self.row = np.empty((batch, 1), np.float32)
        self.dw = np.empty_like(weights)

    def reset(self):
        self.w = self.start.copy()
        self.b = np.zeros(self.onehot.shape[1], np.float32)
        self.at = 0
        self.draw()

    def draw(self):
        """Gathers the next batch; with mode="clip" NumPy writes it in place."""
        rows = self.order[self.at:self.at + self.batch]
        self.at = (self.at + self.batch) % len(self.order)
        np.take(self.images, rows, axis=0, out=self.x, mode="clip")
        np.take(self.onehot, rows, axis=0, out=self.y, mode="clip")

    def step(self):
        x, y, z, p, row = self.x, self.y, self.z, self.p, self.row
        np.matmul(x, self.w, out=z)
        z += self.b
        z -= z.max(axis=1, keepdims=True)
        np.exp(z, out=p)
        np.sum(p, axis=1, keepdims=True, out=row)
        loss = (np.log(row).sum() - np.vdot(y, z)) / self.batch

        p /= row
        p -= y
        p *= np.float32(1 / self.batch)
        np.matmul(x.T, p, out=self.dw)
        self.dw *= self.rate
        self.w -= self.dw
        self.b -= self.rate * p.sum(axis=0)
        return loss

    def train(self, steps, draws):
        losses = [0.0] * steps
        for i in range(steps):
            if draws and i > 0:
                self.draw()
            losses[i] = self.step()
        return losses


def main():
    stdin = sys.stdin.buffer
    s = json.loads(stdin.readline())

    def read(count, dtype):
        size = count * np.dtype(dtype).itemsize
        return np.frombuffer(stdin.read(size), dtype)

    features, classes = s["features"], s["classes"]
    images = read(s["samples"] * features, "<f4").reshape(-1, features)
    weights = read(features * classes, "<f4").reshape(features, classes)
    onehot = np.eye(classes, dtype=np.float32)[read(s["samples"], "u1")]
    order = read(s["samples"] // s["batch"] * s["batch"], "<u4").astype(np.intp)
    model = Regression(images, onehot, order, weights, s["batch"], s["rate"])

    def answer(value):
        print(json.dumps(value), flush=True)

    answer({"numpy": np.__version__, "python": sys.version.split()[0], "blas": blas()})
    for line in stdin:
        command, steps = line.split()
        model.reset()
        start = time.perf_counter()
        losses = model.train(int(steps), command == b"loop")
        seconds = time.perf_counter() - start
        answer({"seconds": seconds, "losses": [float(v) for v in losses]})


main()
