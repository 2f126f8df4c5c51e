package org.tucana.astro.io;

import java.nio.charset.StandardCharsets;

/** What a file is by its first bytes; its name says nothing that can be relied on. */
enum FileKind {
  JPEG("JPEG", 0, "\u00ff\u00d8\u00ff"),
  PNG("PNG", 0, "\u0089PNG\r\n\u001a\n"),
  FITS("FITS", 0, "SIMPLE  ="),
  GIF("GIF", 0, "GIF8"),
  TIFF_LITTLE("TIFF", 0, "II*\0"),
  TIFF_BIG("TIFF", 0, "MM\0*"),
  WEBP("WebP", 8, "WEBP"),
  BMP("BMP", 0, "BM"),
  JPEG_2000("JPEG 2000", 4, "jP  "),
  HEIF("HEIF or AVIF", 4, "ftyp"),
  PDF("PDF", 0, "%PDF"),
  GZIP("gzip", 0, "\u001f\u008b"),
  ZIP("zip", 0, "PK\u0003\u0004"),
  UNKNOWN("", 0, "");

  /** As many bytes as the longest signature needs. */
  static final int SIGNATURE_BYTES = 16;

  private final String title;
  private final int offset;
  private final String signature;

  FileKind(String title, int offset, String signature) {
    this.title = title;
    this.offset = offset;
    this.signature = signature;
  }

  String title() {
    return title;
  }

  static FileKind of(byte[] start) {
    for (FileKind kind : values()) {
      if (kind.matches(start)) {
        return kind;
      }
    }
    return UNKNOWN;
  }

  private boolean matches(byte[] start) {
    if (start.length < offset + signature.length()) {
      return false;
    }
    return new String(start, offset, signature.length(), StandardCharsets.ISO_8859_1)
        .equals(signature);
  }
}
