"""Training steps and predictions in NumPy and PyTorch, for main.go beside it.

Requests are lines of JSON on standard input, answers go to descriptor 3. A
network is dense layers with ReLU between them, trained by gradient descent on the
mean softmax cross-entropy. "step" trains on the first batch again and again,
"loop" draws one batch after the other from the shuffled images, "predict" runs
the first batch forward.
"""
import json
import os
import re
import signal
import sys
import time

import numpy as np


def blas():
    """Names the libraries of linear algebra that this process has mapped."""
    np.ones((64, 64), np.float32) @ np.ones((64, 64), np.float32)
    with open("/proc/self/maps") as maps:
        names = {line.split()[-1].rsplit("/", 1)[-1] for line in maps if "/" in line}
    # MKL loads the code of the chosen path with its first product.
    for known in (r"libmkl_(def|mc3?|avx\w*)\.", "openblas", "blis|blas"):
        found = sorted(n for n in names if re.search(known, n))
        if found:
            return " ".join(found)
    return "unknown"


class Data:
    """The images with their labels, the order of an epoch, and batches of them."""

    def __init__(self, s):
        def read(name, dtype):
            return np.fromfile(os.path.join(s["dir"], name), dtype)

        self.rate = np.float32(s["rate"])
        self.images = read("images.u8", "u1").reshape(-1, s["features"]).astype(np.float32)
        self.images *= np.float32(1 / 255)
        self.labels = read("labels.u8", "u1")
        self.onehot = np.eye(s["classes"], dtype=np.float32)[self.labels]
        self.order = read("order.u32", "<u4").astype(np.intp)
        self.weights = lambda name: read(name + ".f32", "<f4")

    def layers(self, sizes):
        """Returns weight and bias of each layer as they are at the start."""
        flat, at, result = self.weights("-".join(map(str, sizes))), 0, []
        for rows, cols in zip(sizes, sizes[1:]):
            w, b = np.split(flat[at:at + rows * cols + cols], [rows * cols])
            result.append((w.reshape(rows, cols).copy(), b.copy()))
            at += rows * cols + cols
        return result


class NumPy:
    """Every array is allocated once, and every operation writes into one."""

    def __init__(self, data, sizes, batch):
        self.data, self.batch, self.at = data, batch, 0
        self.layers = data.layers(sizes)
        self.h = [np.empty((batch, n), np.float32) for n in sizes]  # inputs, and logits
        self.dh = [np.empty_like(h) for h in self.h]
        self.mask = [np.empty(h.shape, bool) for h in self.h]
        self.dw = [np.empty_like(w) for w, _ in self.layers]
        self.db = [np.empty_like(b) for _, b in self.layers]
        self.onehot = np.empty((batch, sizes[-1]), np.float32)
        self.row = np.empty((batch, 1), np.float32)
        self.draw()

    def draw(self):
        """Gathers the next batch; with mode="clip" NumPy writes it in place."""
        if self.at + self.batch > len(self.data.order):
            self.at = 0
        rows = self.data.order[self.at:self.at + self.batch]
        self.at += self.batch
        np.take(self.data.images, rows, axis=0, out=self.h[0], mode="clip")
        np.take(self.data.onehot, rows, axis=0, out=self.onehot, mode="clip")

    def forward(self):
        last = len(self.layers) - 1
        for i, (w, b) in enumerate(self.layers):
            y = np.matmul(self.h[i], w, out=self.h[i + 1])
            y += b
            if i < last:
                np.maximum(y, 0, out=y)
        return self.h[-1]

    def step(self):
        z, p, row = self.forward(), self.dh[-1], self.row
        z -= z.max(axis=1, keepdims=True)
        np.exp(z, out=p)
        np.sum(p, axis=1, keepdims=True, out=row)
        loss = (np.log(row).sum() - np.vdot(self.onehot, z)) / self.batch
        p /= row
        p -= self.onehot
        p *= np.float32(1 / self.batch)
        for i in reversed(range(len(self.layers))):
            w, b = self.layers[i]
            dy, dw, db = self.dh[i + 1], self.dw[i], self.db[i]
            if i > 0:
                dx = np.matmul(dy, w.T, out=self.dh[i])
                np.greater(self.h[i], 0, out=self.mask[i])
                np.multiply(dx, self.mask[i], out=dx)
            np.matmul(self.h[i].T, dy, out=dw)
            dw *= self.data.rate
            w -= dw
            np.sum(dy, axis=0, out=db)
            db *= self.data.rate
            b -= db
        return loss

    def train(self, steps, draws):
        losses = []
        for i in range(steps):
            if draws and i > 0:
                self.draw()
            losses.append(self.step())
        return losses

    def predict(self, times):
        for _ in range(times):
            z = self.forward()
        return z[0].tolist()


def torch_classes():
    """PyTorch is imported only where it is asked for."""
    import torch

    class Autograd:
        """As its tutorials write it: nn.Sequential, CrossEntropyLoss, optim.SGD."""

        def __init__(self, data, sizes, batch):
            self.data, self.batch, self.at = data, batch, 0
            self.images, self.labels = torch.from_numpy(data.images), torch.from_numpy(data.labels.astype(np.int64))
            self.order = torch.from_numpy(data.order)
            self.x = torch.empty(batch, sizes[0])
            self.build(data.layers(sizes))
            self.draw()

        def build(self, layers):
            chain = []
            for i, (w, b) in enumerate(layers):
                if i > 0:
                    chain.append(torch.nn.ReLU())
                linear = torch.nn.Linear(*w.shape)
                with torch.no_grad():
                    linear.weight.copy_(torch.from_numpy(w.T.copy()))
                    linear.bias.copy_(torch.from_numpy(b))
                chain.append(linear)
            self.net = torch.nn.Sequential(*chain)
            self.loss = torch.nn.CrossEntropyLoss()
            self.optimizer = torch.optim.SGD(self.net.parameters(), lr=float(self.data.rate))

        def draw(self):
            if self.at + self.batch > len(self.order):
                self.at = 0
            rows = self.order[self.at:self.at + self.batch]
            self.at += self.batch
            torch.index_select(self.images, 0, rows, out=self.x)
            self.y = self.labels[rows]

        def step(self):
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.loss(self.net(self.x), self.y)
            loss.backward()
            self.optimizer.step()
            return loss.item()

        train = NumPy.train

        def predict(self, times):
            with torch.inference_mode():
                for _ in range(times):
                    z = self.net(self.x)
                return z[0].tolist()

    class Hand(Autograd):
        """Without autograd: everything written in place, the update part of the product."""

        def build(self, layers):
            self.layers = [(torch.from_numpy(w), torch.from_numpy(b)) for w, b in layers]
            outs = [w.shape[1] for w, _ in self.layers]
            self.h = [self.x] + [torch.empty(self.batch, n) for n in outs]
            self.dh = [None] + [torch.empty(self.batch, n) for n in outs]
            self.db = [torch.empty(n) for n in outs]
            self.rows = torch.arange(self.batch)
            self.threshold = torch.ops.aten.threshold_backward.grad_input

        def forward(self):
            last = len(self.layers) - 1
            for i, (w, b) in enumerate(self.layers):
                torch.addmm(b, self.h[i], w, out=self.h[i + 1])
                if i < last:
                    torch.relu_(self.h[i + 1])
            return self.h[-1]

        def step(self):
            rate = float(self.data.rate)
            logs = torch.log_softmax(self.forward(), 1)
            loss = torch.nn.functional.nll_loss(logs, self.y).item()
            p = torch.exp(logs, out=self.dh[-1])
            p[self.rows, self.y] -= 1
            p.mul_(1 / self.batch)
            for i in reversed(range(len(self.layers))):
                w, b = self.layers[i]
                dy = self.dh[i + 1]
                if i > 0:
                    torch.mm(dy, w.t(), out=self.dh[i])
                    self.threshold(self.dh[i], self.h[i], 0, grad_input=self.dh[i])
                w.addmm_(self.h[i].t(), dy, alpha=-rate)
                b.sub_(torch.sum(dy, 0, out=self.db[i]), alpha=rate)
            return loss

        def train(self, steps, draws):
            with torch.inference_mode():
                return NumPy.train(self, steps, draws)

        def predict(self, times):
            with torch.inference_mode():
                return NumPy.predict(self, times)

    return torch, {"autograd": Autograd, "hand": Hand}


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends it without a traceback
    replies = os.fdopen(3, "w")

    def answer(value):
        replies.write(json.dumps(value) + "\n")
        replies.flush()

    s = json.loads(sys.stdin.readline())
    version, model = "NumPy " + np.__version__, NumPy
    if s["engine"] != "numpy":
        torch, classes = torch_classes()
        torch.set_num_threads(s["threads"])
        version, model = "PyTorch " + torch.__version__, classes[s["engine"]]
    data = Data(s)
    answer({"version": version, "blas": blas()})
    for line in sys.stdin:
        q = json.loads(line)
        net = model(data, q["sizes"], q["batch"])
        if q["mode"] == "predict":
            run = net.predict
        else:
            def run(n):
                return net.train(n, q["mode"] == "loop")
        if q["warm"]:
            run(q["warm"])
        start = time.perf_counter()
        values = run(q["steps"])
        seconds = time.perf_counter() - start
        answer({"seconds": seconds, "values": [float(v) for v in values[:20]]})


main()
