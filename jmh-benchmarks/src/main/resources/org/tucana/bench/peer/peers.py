"""Runs works of numpy and torch on request. One command a line, one answer a line:

hello                        ok
open product N               a float32 matrix product N x N x N
open hooi FILE MODES RANKS SWEEPS
                             Tucker by orthogonal iteration of FILE (npy); lists with commas
open cp FILE RANK SWEEPS START
                             CP by alternating least squares from START: random or svd
open training BATCH SIDE     a training step of ResNet-18, SGD with momentum
open detector LABELS FILE JSON
                             Mask R-CNN R50-FPN; FILE (safetensors) holds weights and the image,
                             JSON further arguments of torchvision's constructor
open torch NAME FILE JSON    a work of torch_works; FILE (safetensors) holds its tensors, JSON its
                             settings
run N                        one run untimed, then N timed: ok MILLISECONDS-A-RUN
result FILE                  one run; what came of it goes to FILE (npy)
close                        forgets the work
versions                     of torch and what it runs on
peak                         gives memory back, does the work twice; ok BYTES resident at most,
                             nothing where the system does not tell
export NAME BATCH SIDE FILE  writes a classifier of torchvision for so many pictures as ONNX
"""

import ctypes
import gc
import json
import struct
import sys
import time

import decompositions
import numpy

work = None
# Milliseconds a run of so many.
clock = None


def threads():
    return int(sys.argv[1])


def load_torch():
    """torch with our number of threads; whoever lacks it can run numpy's works."""
    import torch

    if torch.get_num_threads() != threads():
        torch.set_num_threads(threads())
    return torch


def load_torchvision():
    load_torch()
    import torchvision

    return torchvision


def load_torch_works():
    load_torch()
    import torch_works

    return torch_works


def product(size):
    if "openblas" not in open("/proc/self/maps").read():
        raise RuntimeError("numpy does not use OpenBLAS")
    left, right = (numpy.random.rand(size, size).astype(numpy.float32) for _ in range(2))
    result = numpy.empty((size, size), numpy.float32)
    return lambda: numpy.matmul(left, right, out=result)


def numbers(text):
    return [int(number) for number in text.split(",")]


def hooi(path, modes, ranks, sweeps):
    x = numpy.load(path)
    return lambda: decompositions.hooi(x, modes, ranks, sweeps)


def cp(path, rank, sweeps, start):
    x = numpy.load(path)
    return lambda: decompositions.cp(x, rank, sweeps, start == "svd")


def training(batch, side):
    torch, torchvision = load_torch(), load_torchvision()
    model = torchvision.models.resnet18(weights=None).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)
    pictures = torch.rand(batch, 3, side, side)
    labels = torch.arange(batch)

    def step():
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(model(pictures), labels).backward()
        optimizer.step()

    return step


def read_safetensors(path):
    torch = load_torch()
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        values = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        flat = numpy.frombuffer(values[first:last], numpy.float32)
        tensors[name] = torch.from_numpy(flat.reshape(entry["shape"]).copy())
    return tensors


def detector(labels, path, settings):
    torch, torchvision = load_torch(), load_torchvision()
    tensors = read_safetensors(path)
    image = tensors.pop("image")
    model = torchvision.models.detection.maskrcnn_resnet50_fpn(
        weights=None, weights_backbone=None, num_classes=labels, **json.loads(settings)
    ).eval()
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    lost = [name for name in missing if not name.endswith("num_batches_tracked")]
    if lost or unexpected:
        raise RuntimeError(f"weights do not fit: {lost} {unexpected}")

    def detect():
        with torch.inference_mode():
            found = len(model([image])[0]["boxes"])
        if found != 100:
            raise RuntimeError(f"{found} detections instead of 100")

    return detect


def status_of_process(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def peak():
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        with open("/proc/self/clear_refs", "w") as control:
            control.write("5")
        work()
        work()
        return str(status_of_process("VmHWM:"))
    except OSError:
        return ""


def export(name, batch, side, path):
    torch, torchvision = load_torch(), load_torchvision()
    model = torchvision.models.get_model(name, weights=None).eval()
    torch.onnx.export(model, torch.zeros(batch, 3, side, side), path, opset_version=13)


def clock_of_host(times):
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) * 1e3 / times


def run(times):
    work()
    return clock(times)


def obey(line):
    global work, clock
    if line.startswith("open "):
        clock = clock_of_host
    match line.strip().split(maxsplit=4):
        case ["hello"]:
            pass
        case ["open", "product", size]:
            work = product(int(size))
        case ["open", "hooi", path, modes, ranks_and_sweeps]:
            ranks, sweeps = ranks_and_sweeps.split()
            work = hooi(path, numbers(modes), numbers(ranks), int(sweeps))
        case ["open", "cp", path, rank, sweeps_and_start]:
            sweeps, start = sweeps_and_start.split()
            work = cp(path, int(rank), int(sweeps), start)
        case ["open", "training", batch, side]:
            work = training(int(batch), int(side))
        case ["open", "detector", labels, rest, settings]:
            work = detector(int(labels), rest, settings)
        case ["open", "torch", name, path, settings]:
            works = load_torch_works()
            work, clock = works.open_work(name, read_safetensors(path), json.loads(settings))
        case ["result", path]:
            load_torch_works().write(work(), path)
        case ["versions"]:
            return load_torch_works().versions()
        case ["run", times]:
            return str(run(int(times)))
        case ["peak"]:
            return peak()
        case ["close"]:
            work = clock = None
            if "torch_works" in sys.modules:
                load_torch_works().release()
        case ["export", name, batch, side, path]:
            export(name, int(batch), int(side), path)
        case _:
            raise ValueError(f"unknown command {line!r}")
    return ""


# What libraries print must not mix with the answers.
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    try:
        answer = "ok " + obey(line)
    except Exception as error:
        answer = "error " + " ".join(str(error).split())
    print(answer, file=answers, flush=True)
