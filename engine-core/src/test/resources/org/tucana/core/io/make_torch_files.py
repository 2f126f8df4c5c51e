"""Makes the checkpoints of this folder as torch.save lays them out, with Python's own pickler.

Stand-ins for torch's classes give the same pickles: a tensor is saved as a call of
torch._utils._rebuild_tensor_v2, a storage by a persistent name. Run: python3 make_torch_files.py
"""
import collections
import io
import pickle
import sys
import types
import zipfile

import numpy

names = ["torch", "torch._utils", "torch.nn", "torch.nn.parameter"]
torch, utils, _, parameter = modules = [types.ModuleType(name) for name in names]
sys.modules.update(zip(names, modules))
DTYPES = dict(Float="f4", Double="f8", Half="f2", BFloat16="u2", Long="i8", Int="i4", Short="i2",
              Char="i1", Byte="u1", Bool="?")
KINDS = {name: type(name + "Storage", (), {"__module__": "torch"}) for name in DTYPES}
for kind in KINDS.values():
    setattr(torch, kind.__name__, kind)


def function(module, name):
    made = lambda *arguments: arguments
    made.__module__, made.__name__, made.__qualname__ = module.__name__, name, name
    setattr(module, name, made)
    return made


rebuild_v2 = function(utils, "_rebuild_tensor_v2")
rebuild_v1 = function(utils, "_rebuild_tensor")
rebuild_parameter = function(utils, "_rebuild_parameter")
ancient_parameter = function(parameter, "Parameter")
Size = type("Size", (tuple,), {"__module__": "torch", "__reduce__": lambda s: (Size, (tuple(s),))})
torch.Size = Size


class Storage:
    def __init__(self, kind, values):
        self.kind, self.values = kind, numpy.array(values, dtype=DTYPES[kind])


class Tensor:
    def __init__(self, storage, size, stride=None, offset=0, old=False):
        self.storage, self.size, self.offset, self.old = storage, size, offset, old
        self.stride = stride or tuple(int(numpy.prod(size[i + 1:])) for i in range(len(size)))

    def __reduce__(self):
        place = (self.storage, self.offset, self.size, self.stride)
        if self.old:
            return rebuild_v1, place
        return rebuild_v2, place + (False, collections.OrderedDict())


class Parameter:
    def __init__(self, tensor, ancient=False):
        self.tensor, self.ancient = tensor, ancient

    def __reduce__(self):
        if self.ancient:
            return ancient_parameter, (self.tensor,), (True, False, None)
        return rebuild_parameter, (self.tensor, True, collections.OrderedDict())


def pickled(value, protocol, legacy):
    storages, out = {}, io.BytesIO()

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing):
            if not isinstance(thing, Storage):
                return None
            key = storages.setdefault(id(thing), (str(len(storages)), thing))[0]
            name = ("storage", KINDS[thing.kind], key, "cpu", len(thing.values))
            return name + (None,) if legacy else name

    Pickler(out, protocol).dump(value)
    return out.getvalue(), list(storages.values())


def archive(path, value, protocol=2, order="little", compression=zipfile.ZIP_STORED):
    data, storages = pickled(value, protocol, False)
    with zipfile.ZipFile(path, "w", compression) as out:
        def entry(name, content):
            out.writestr(zipfile.ZipInfo("archive/" + name), content, compression)
        entry("data.pkl", data)
        entry("byteorder", order)
        for key, storage in storages:
            values = storage.values
            entry("data/" + key, (values.byteswap() if order == "big" else values).tobytes())
        entry("version", "3\n")


def stream(path, value):
    data, storages = pickled(value, 2, True)
    with open(path, "wb") as out:
        machine = dict(protocol_version=1001, little_endian=True,
                       type_sizes=dict(short=2, int=4, long=4))
        for head in (0x1950A86A20F9469CFC6C, 1001, machine):
            pickle.dump(head, out, protocol=2)
        out.write(data)
        pickle.dump([key for key, _ in storages], out, protocol=2)
        for _, storage in storages:
            out.write(len(storage.values).to_bytes(8, "little") + storage.values.tobytes())


def state():
    grid = Storage("Float", numpy.arange(24))
    values = collections.OrderedDict()
    values["whole"] = Tensor(grid, (2, 3, 4))
    values["again"] = Tensor(grid, (2, 3, 4))
    values["transposed"] = Tensor(grid, (4, 3, 2), (1, 4, 12))
    values["column"] = Tensor(grid, (6,), (4,), 1)
    values["row"] = Parameter(Tensor(grid, (4,), offset=20))
    values["ancient"] = Parameter(Tensor(grid, (4,), offset=4), ancient=True)
    values["repeated"] = Tensor(grid, (3, 2), (0, 1), 22)
    values["scalar"] = Tensor(Storage("Long", [7]), ())
    values["empty"] = Tensor(Storage("Float", []), (0, 3))
    values["old"] = Tensor(Storage("Double", [0.5, -2]), (2,), old=True)
    values["half"] = Tensor(Storage("Half", [1.5, -0.25]), (2,))
    values["brain"] = Tensor(Storage("BFloat16", [0x3FC0, 0xC000]), (2,))
    values["long"] = Tensor(Storage("Long", [-1, 2 ** 40]), (2,))
    values["int"] = Tensor(Storage("Int", [-1, 2 ** 30]), (2,))
    values["short"] = Tensor(Storage("Short", [-300, 300]), (2,))
    values["char"] = Tensor(Storage("Char", [-3, 3]), (2,))
    values["byte"] = Tensor(Storage("Byte", [0, 255]), (2,))
    values["bool"] = Tensor(Storage("Bool", [True, False]), (2,))
    values._metadata = collections.OrderedDict([("", dict(version=1))])
    return values


def wrapped():
    parallel = collections.OrderedDict(("module." + k, v) for k, v in state().items())
    return dict(epoch=12, best=91.5, name="test", done=True, sizes=Size((2, 3)),
                big=2 ** 70, negative=-70000, state_dict=parallel,
                optimizer=dict(param_groups=[dict(lr=0.1, params=[0, 1])], state={0: {}}))


archive("protocol2.pth", state())
archive("protocol4.pth", state(), protocol=4)
archive("big_endian.pth", state(), order="big")
archive("deflated.pth", state(), compression=zipfile.ZIP_DEFLATED)
archive("wrapped.pth", wrapped())
stream("stream.pth", state())
stream("wrapped_stream.pth", wrapped())
