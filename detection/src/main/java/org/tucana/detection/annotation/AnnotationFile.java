package org.tucana.detection.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.type.FormatException;

/** Reads the truth from an annotation file of either kind; which it is, its content says. */
public final class AnnotationFile {
  private static final Set<String> OF_COCO = Set.of("images", "annotations", "categories");

  private AnnotationFile() {}

  /**
   * Reads a COCO dataset or annotations of VGG Image Annotator.
   *
   * @param classes how VIA's regions say their class
   * @throws FormatException where it is neither, or damaged
   */
  public static AnnotationSet read(Path file, ClassAttribute classes) throws IOException {
    return switch (kind(file)) {
      case COCO -> CocoReader.readTruth(file);
      case VIA -> ViaReader.read(file, classes);
    };
  }

  private enum Kind {
    COCO,
    VIA
  }

  private static Kind kind(Path file) throws IOException {
    try (JsonInput json = JsonInput.open("annotation file", file)) {
      return json.firstOf(name -> kind(json, name))
          .orElseThrow(() ->
              json.fault(
                  "",
                  "is neither a COCO dataset (images, annotations, categories) nor annotations of"
                      + " VGG Image Annotator (_via_img_metadata, or pictures with regions)"));
    }
  }

  /** What a field of the whole says about the file; it is read no further than needed. */
  private static Optional<Kind> kind(JsonInput json, String name) throws IOException {
    if (OF_COCO.contains(name)) {
      return Optional.of(Kind.COCO);
    }
    if (name.startsWith("_via_")) {
      return Optional.of(Kind.VIA);
    }
    if (!json.isObject()) {
      json.skip();
      return Optional.empty();
    }
    return json.firstOf(field -> {
      if (field.equals("regions")) {
        return Optional.of(Kind.VIA);
      }
      json.skip();
      return Optional.empty();
    });
  }
}
