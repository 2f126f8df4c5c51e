"""Makes compressed_fits.zip: FITS images that astropy 8.0.1 compressed, and what it reads of them.

Each NAME.fits holds the image as the extension SCI behind an empty primary unit; NAME.raw holds
the values that astropy gives, as big-endian float32, plane by plane, row by row.
"""
import io
import zipfile

import numpy
from astropy.io import fits

HEIGHT, WIDTH = 22, 40
y, x = numpy.mgrid[:HEIGHT, :WIDTH]
random = numpy.random.default_rng(5)
image = random.normal(10, 2, (HEIGHT, WIDTH)) + 300 * numpy.exp(-((x - 30) ** 2 + (y - 9) ** 2) / 40)
image = image.astype("f4")
gaps = image.copy()
gaps[5, 7:12] = numpy.nan
zeros = image.copy()
zeros[10:14, 3:9] = 0
flat = numpy.where(y < 3, 7.25, image).astype("f4")
short = (image * 10).astype("i2")
cube = numpy.stack([image, image * 2 + 1, image * 0.5 - 3])
# Tiles of 60x180 samples run out of random numbers, so that the sequence begins anew.
large = random.normal(1000, 30, (60, 180)).astype("f4")

IMAGES = {
    "rice_dither_1": (gaps, dict(compression_type="RICE_1", quantize_method=1, dither_seed=9990)),
    "rice_dither_2": (zeros, dict(compression_type="RICE_1", quantize_method=2, dither_seed=77)),
    "rice_no_dither": (image, dict(compression_type="RICE_1", quantize_method=-1)),
    "rice_large_tile": (large, dict(compression_type="RICE_1", quantize_method=1, dither_seed=9999,
                                    tile_shape=(60, 180))),
    "rice_flat_rows": (flat, dict(compression_type="RICE_1", quantize_method=1, dither_seed=1)),
    "rice_short": (short, dict(compression_type="RICE_1", tile_shape=(10, 24))),
    "rice_unsigned": ((image * 100 + 20000).astype("u2"), dict(compression_type="RICE_1")),
    "rice_byte": ((image % 256).astype("u1"), dict(compression_type="RICE_1")),
    "rice_cube": (cube, dict(compression_type="RICE_1", quantize_method=1, dither_seed=500,
                             tile_shape=(2, 10, 15))),
    "gzip_1_float": (gaps, dict(compression_type="GZIP_1", quantize_level=0)),
    "gzip_1_short": (short, dict(compression_type="GZIP_1")),
    "gzip_2_double": (gaps.astype("f8"), dict(compression_type="GZIP_2", quantize_level=0)),
    "gzip_2_quantised": (image, dict(compression_type="GZIP_2", quantize_method=1, dither_seed=3,
                                     tile_shape=(8, 33))),
    "gzip_2_int": ((image * 1e6).astype("i4"), dict(compression_type="GZIP_2")),
    "not_compressed": (short, dict(compression_type="NOCOMPRESS")),
    "hcompress": (short, dict(compression_type="HCOMPRESS_1")),
}

with zipfile.ZipFile("compressed_fits.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, (data, options) in IMAGES.items():
        header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 12.5})
        unit = fits.CompImageHDU(data, header=header, name="SCI", **options)
        buffer = io.BytesIO()
        fits.HDUList([fits.PrimaryHDU(), unit]).writeto(buffer)
        archive.writestr(name + ".fits", buffer.getvalue())
        with fits.open(io.BytesIO(buffer.getvalue())) as found:
            archive.writestr(name + ".raw", found["SCI"].data.astype(">f4").tobytes())
