"""Decompositions in plain numpy, by the same steps as the common Python library: singular value
decompositions of whole unfoldings, alternating updates, errors from norms."""

import numpy


def unfold(x, mode):
    return numpy.moveaxis(x, mode, 0).reshape(x.shape[mode], -1)


def fold(matrix, mode, shape):
    moved = [shape[mode]] + [size for axis, size in enumerate(shape) if axis != mode]
    return numpy.moveaxis(matrix.reshape(moved), 0, mode)


def mode_product(x, matrix, mode):
    shape = list(x.shape)
    shape[mode] = matrix.shape[0]
    return fold(matrix @ unfold(x, mode), mode, shape)


def leading(matrix, rank):
    vectors, _, _ = numpy.linalg.svd(matrix, full_matrices=False)
    return vectors[:, :rank]


def hooi(x, modes, ranks, sweeps):
    """Higher-order orthogonal iteration; the relative error after the last sweep."""
    factors = {mode: leading(unfold(x, mode), rank) for mode, rank in zip(modes, ranks)}
    norm = numpy.linalg.norm(x)
    for _ in range(sweeps):
        for mode, rank in zip(modes, ranks):
            projected = x
            for other in modes:
                if other != mode:
                    projected = mode_product(projected, factors[other].T, other)
            factors[mode] = leading(unfold(projected, mode), rank)
        core = x
        for mode in modes:
            core = mode_product(core, factors[mode].T, mode)
        error = numpy.sqrt(abs(norm**2 - numpy.linalg.norm(core) ** 2)) / norm
    return error


def khatri_rao(matrices):
    product = matrices[0]
    for matrix in matrices[1:]:
        product = numpy.einsum("ir,jr->ijr", product, matrix).reshape(-1, matrix.shape[1])
    return product


def cp(x, rank, sweeps, svd_start):
    """Alternating least squares; the relative error after the last sweep."""
    if svd_start:
        factors = [leading(unfold(x, mode), rank) for mode in range(x.ndim)]
    else:
        generator = numpy.random.default_rng(1)
        factors = [generator.random((size, rank), dtype=x.dtype) for size in x.shape]
    norm = numpy.linalg.norm(x)
    for _ in range(sweeps):
        for mode in range(x.ndim):
            others = [factor for axis, factor in enumerate(factors) if axis != mode]
            gram = numpy.prod([factor.T @ factor for factor in others], axis=0)
            projected = unfold(x, mode) @ khatri_rao(others)
            factors[mode] = numpy.linalg.solve(gram.T, projected.T).T
        last = factors[-1]
        gram = numpy.prod([factor.T @ factor for factor in factors], axis=0)
        error = numpy.sqrt(abs(norm**2 + gram.sum() - 2 * (projected * last).sum())) / norm
    return error
