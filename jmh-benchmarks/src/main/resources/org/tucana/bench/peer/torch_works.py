"""Works of torch and torchvision on one device, "cuda" or "cpu": each makes a function that does the
work once and returns what came of it. Settings are a dictionary:

device                       where to compute
tf32                         whether products may round their factors to 10 bits
ends_on_host                 whether the host's clock times the work: see clock
and what the works below ask for. Tensors come by name.
"""

import time

import numpy
import torch
import torchvision
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN, resnet_fpn_backbone
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.models.detection.rpn import RPNHead


def versions():
    names = [f"torch {torch.__version__}", f"torchvision {torchvision.__version__}"]
    if torch.cuda.is_available():
        names.append(f"CUDA {torch.version.cuda}")
        names.append(f"cuDNN {torch.backends.cudnn.version()}")
    return ", ".join(names)


def convolution(tensors, device, settings):
    x, weight = tensors["x"].to(device), tensors["weight"].to(device)
    stride, padding = settings["stride"], settings["padding"]
    return lambda: torch.nn.functional.conv2d(x, weight, stride=stride, padding=padding)


def load(model, weights):
    missing, unexpected = model.load_state_dict(weights, strict=False)
    lost = [name for name in missing if not name.endswith("num_batches_tracked")]
    if lost or unexpected:
        raise RuntimeError(f"weights do not fit: {lost} {unexpected}")


def classifier(tensors, device, settings):
    x = tensors.pop("x").to(device)
    model = torchvision.models.get_model(settings["architecture"], weights=None)
    load(model, tensors)
    model = model.eval().to(device)
    if settings["channels_last"]:
        model = model.to(memory_format=torch.channels_last)
        x = x.to(memory_format=torch.channels_last)
    return lambda: model(x)


def mask_rcnn(weights, settings):
    """Mask R-CNN with frozen statistics; stem and first stage do not learn."""
    backbone = resnet_fpn_backbone(backbone_name="resnet50", weights=None, trainable_layers=3)
    model = MaskRCNN(backbone, settings["labels"], **settings["model"])
    load(model, weights)
    return model


def detector(tensors, device, settings):
    """From a picture in the host's memory to masks on the device; the result is the scores."""
    image = tensors.pop("image")
    model = mask_rcnn(tensors, settings).eval().to(device)

    def detect():
        found = model([image.to(device)])[0]
        if len(found["masks"]) != settings["detections"]:
            raise RuntimeError(f"{len(found['masks'])} detections, not {settings['detections']}")
        return found["scores"]

    return detect


def picture_detector(tensors, device, settings):
    """Mask R-CNN on any residual body and of any widths, from pictures in the
    host's memory to masks pasted into whole pictures. Weights of layers that it lacks are left out
    where the settings say so; the result is how many objects each picture has."""
    images = tensors.pop("images")
    for name in settings["left_out"]:
        tensors.pop(name)
    width = settings["fpn_width"]
    body = getattr(torchvision.models, settings["body"])(
        weights=None, norm_layer=torchvision.ops.FrozenBatchNorm2d
    )
    stages = [body.inplanes // 8 * factor for factor in (1, 2, 4, 8)]
    backbone = BackboneWithFPN(
        body, {f"layer{i + 1}": str(i) for i in range(4)}, stages, width
    )
    anchors = AnchorGenerator(
        tuple(map(tuple, settings["anchor_sizes"])), tuple(map(tuple, settings["aspect_ratios"]))
    )
    labels = settings["labels"]
    model = MaskRCNN(
        backbone,
        rpn_anchor_generator=anchors,
        rpn_head=RPNHead(width, anchors.num_anchors_per_location()[0]),
        box_head=TwoMLPHead(width * 7 * 7, settings["box_head_width"]),
        box_predictor=FastRCNNPredictor(settings["box_head_width"], labels),
        mask_head=MaskRCNNHeads(width, settings["mask_layers"], 1),
        mask_predictor=MaskRCNNPredictor(
            settings["mask_layers"][-1], settings["mask_width"], labels
        ),
        **settings["model"],
    )
    load(model, tensors)
    model = model.eval().to(device)

    def detect():
        found = []
        for batch in images.split(settings["batch"]):
            found += [len(own["masks"]) for own in model([image.to(device) for image in batch])]
        return torch.tensor(found)

    return detect


def detector_training(tensors, device, settings):
    """A step from pictures and truth in the host's memory; the result is the loss before it."""
    images, boxes = tensors.pop("images"), tensors.pop("boxes")
    model = mask_rcnn(tensors, settings).train().to(device)
    learning = [value for value in model.parameters() if value.requires_grad]
    optimizer = torch.optim.SGD(learning, lr=settings["rate"], momentum=settings["momentum"])
    labels = torch.tensor(settings["classes"])
    targets = []
    for own in boxes.split(len(labels)):
        masks = torch.zeros(len(own), *images.shape[2:], dtype=torch.uint8)
        for mask, (x1, y1, x2, y2) in zip(masks, own.int().tolist()):
            mask[y1:y2, x1:x2] = 1
        targets.append({"boxes": own, "labels": labels, "masks": masks})

    @torch.enable_grad()
    def step():
        pictures = [image.to(device) for image in images]
        truth = [{name: value.to(device) for name, value in one.items()} for one in targets]
        optimizer.zero_grad(set_to_none=True)
        loss = sum(model(pictures, truth).values())
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def region_arguments(tensors, device, settings):
    regions = torch.cat([tensors["pictures"][:, None], tensors["boxes"]], dim=1).to(device)
    return regions, (settings["side"],) * 2, settings["scale"], settings["sampling_ratio"], False


def roi_align(tensors, device, settings):
    arguments = region_arguments(tensors, device, settings)
    features = tensors["map"].to(device)
    return lambda: torchvision.ops.roi_align(features, *arguments)


def roi_align_gradient(tensors, device, settings):
    arguments = region_arguments(tensors, device, settings)
    features = tensors["map"].to(device).requires_grad_()
    gradient = tensors["gradient"].to(device)
    with torch.enable_grad():
        y = torchvision.ops.roi_align(features, *arguments)
    return lambda: torch.autograd.grad(y, features, gradient, retain_graph=True)[0]


def nms(tensors, device, settings):
    boxes, scores = tensors["boxes"].to(device), tensors["scores"].to(device)
    return lambda: torchvision.ops.nms(boxes, scores, settings["threshold"])


def pinned_copy(tensors, device, settings):
    host = tensors["values"]
    if device.type == "cuda":
        host = host.pin_memory()
    there = host.to(device, copy=True)
    if settings["to_device"]:
        return lambda: there.copy_(host, non_blocking=True)
    return lambda: host.copy_(there, non_blocking=True)


WORKS = {
    work.__name__: work
    for work in (
        convolution,
        classifier,
        detector,
        picture_detector,
        detector_training,
        roi_align,
        roi_align_gradient,
        nms,
        pinned_copy,
    )
}

NEED_GRADIENTS = {"detector_training", "roi_align_gradient"}


def clock(work, device, ends_on_host):
    """Milliseconds a run, of a number of runs that are queued one behind the other: between two
    events of the device, or on the host's clock until all is done."""

    def on_host(times):
        if device.type == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(times):
            work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - start) * 1e3 / times

    def on_device(times):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        start.record()
        for _ in range(times):
            work()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / times

    return on_host if ends_on_host or device.type == "cpu" else on_device


def open_work(name, tensors, settings):
    """The work, and the clock that times runs of it. What holds for torch as a whole, precision
    above all, is set anew for each work."""
    device = torch.device(settings["device"])
    torch.backends.cuda.matmul.allow_tf32 = settings["tf32"]
    torch.backends.cudnn.allow_tf32 = settings["tf32"]
    # A search for each new shape, which a training step with its drawn regions never gets done with.
    torch.backends.cudnn.benchmark = name != "detector_training"
    torch.backends.cudnn.deterministic = False
    with torch.no_grad():
        made = WORKS[name](tensors, device, settings)
    mode = torch.no_grad if name in NEED_GRADIENTS else torch.inference_mode
    work = mode()(made)
    return work, clock(work, device, settings["ends_on_host"])


def write(result, path):
    with open(path, "wb") as file:
        numpy.save(file, result.detach().float().contiguous().cpu().numpy())


def release():
    """Gives the device's memory back to others."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
