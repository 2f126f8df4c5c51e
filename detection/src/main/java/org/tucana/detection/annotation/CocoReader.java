package org.tucana.detection.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.structure.FillRule;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.Region;
import org.tucana.detection.structure.Ring;
import org.tucana.detection.structure.RunLength;
import org.tucana.detection.structure.RunLengthText;

/**
 * Reads COCO's JSON: the truth about pictures, and detections.
 *
 * <p>Boxes are {@code [x, y, width, height]}; masks are run lengths, {@code {"size": [height,
 * width], "counts": ...}} with COCO's text or a list of integers, or in the truth a list of
 * polygons, whose union counts. Keys that are not named in the methods are left out.
 *
 * <p>All readers throw {@link FormatException}, naming the file and the place in it, where a file
 * is not what it should be, and {@link IOException} where it cannot be read. What they hold is
 * proportional to the file; polygons become pixels when they are asked for.
 */
public final class CocoReader {
  private static final String KIND = "COCO file";

  private final JsonInput json;
  private final Path file;

  private CocoReader(JsonInput json, Path file) {
    this.json = json;
    this.file = file;
  }

  /** The truth of a file with {@code images}, {@code categories} and {@code annotations}. */
  public static AnnotationSet readTruth(Path file) throws IOException {
    try (JsonInput json = JsonInput.open(KIND, file)) {
      return new CocoReader(json, file).truth();
    }
  }

  /** The detections of a file of COCO results, by picture, in the file's order. */
  public static SortedMap<Long, List<DetectedObject>> readDetections(Path file) throws IOException {
    try (JsonInput json = JsonInput.open(KIND, file)) {
      CocoReader reader = new CocoReader(json, file);
      SortedMap<Long, List<DetectedObject>> detections = new TreeMap<>();
      json.list(() -> {
        Fields fields = reader.fields();
        detections
            .computeIfAbsent(reader.need(fields.image, "image_id"), id -> new ArrayList<>())
            .add(reader.detection(fields));
      });
      json.end();
      return detections;
    }
  }

  private AnnotationSet truth() throws IOException {
    SortedMap<Integer, String> categories = new TreeMap<>();
    SortedMap<Long, Header> headers = new TreeMap<>();
    List<Annotation> annotations = new ArrayList<>();
    Sections seen = new Sections();
    json.object(name -> {
      switch (name) {
        case "categories" -> {
          seen.categories = true;
          json.list(() -> category(categories));
        }
        case "images" -> {
          seen.images = true;
          json.list(() -> image(headers));
        }
        case "annotations" -> {
          seen.annotations = true;
          json.list(() -> annotations.add(annotation()));
        }
        default -> json.skip();
      }
    });
    json.end();
    seen.check(json);
    SortedMap<Long, List<AnnotatedObject>> objects = new TreeMap<>();
    headers.keySet().forEach(id -> objects.put(id, new ArrayList<>()));
    for (int i = 0; i < annotations.size(); i++) {
      Annotation annotation = annotations.get(i);
      List<AnnotatedObject> own = objects.get(annotation.image);
      if (own == null) {
        throw json.fault(
            "annotations[" + i + "]",
            "is of image " + annotation.image + ", which the file does not list");
      }
      own.add(annotation.object);
    }
    SortedMap<Long, AnnotatedImage> images = new TreeMap<>();
    headers.forEach((id, header) ->
        images.put(id, new AnnotatedImage(header.file, header.size, objects.get(id))));
    return new AnnotationSet(file.toString(), categories, images);
  }

  /** Which of the three lists the file has. */
  private static final class Sections {
    private boolean categories;
    private boolean images;
    private boolean annotations;

    void check(JsonInput json) {
      if (!(categories && images && annotations)) {
        String missing = !categories ? "categories" : !images ? "images" : "annotations";
        throw json.fault("", "has no \"" + missing + "\"");
      }
    }
  }

  /** What is told about a picture itself. */
  private record Header(String file, Optional<PictureSize> size) {}

  private record Annotation(long image, AnnotatedObject object) {}

  private void category(SortedMap<Integer, String> categories) throws IOException {
    Fields fields = fields();
    long number = need(fields.id, "id");
    int id = (int) number;
    if (id != number) {
      throw json.fault("has the id " + number + ", expected an integer below 2^31");
    }
    if (categories.put(id, fields.name == null ? "" : fields.name) != null) {
      throw json.fault("repeats category " + id);
    }
  }

  private void image(SortedMap<Long, Header> images) throws IOException {
    Fields fields = fields();
    long id = need(fields.id, "id");
    boolean sized = fields.height != null && fields.width != null;
    if (sized
        && (fields.height < 1
            || fields.width < 1
            || (long) fields.height * fields.width > Integer.MAX_VALUE)) {
      throw json.fault("is " + fields.height + "x" + fields.width + ", expected 1 to 2^31 pixels");
    }
    Header header =
        new Header(
            fields.fileName == null ? "" : fields.fileName,
            sized ? Optional.of(new PictureSize(fields.height, fields.width)) : Optional.empty());
    if (images.put(id, header) != null) {
      throw json.fault("repeats image " + id);
    }
  }

  private Annotation annotation() throws IOException {
    Fields fields = fields();
    long image = need(fields.image, "image_id");
    int category = need(fields.category, "category_id");
    if (fields.box == null && fields.region == null) {
      throw json.fault("has no \"bbox\"");
    }
    OptionalDouble area =
        fields.area == null ? OptionalDouble.empty() : OptionalDouble.of(fields.area);
    return new Annotation(
        image,
        new AnnotatedObject(
            KIND + " " + file + ": " + json.place(),
            category,
            Optional.ofNullable(fields.box),
            Optional.ofNullable(fields.region),
            area,
            fields.crowd != null && fields.crowd != 0));
  }

  private DetectedObject detection(Fields fields) {
    int category = need(fields.category, "category_id");
    double score = need(fields.score, "score");
    Optional<RunLength> mask =
        switch (fields.region) {
          case null -> Optional.empty();
          case Region.Runs(RunLength runs) -> Optional.of(runs);
          default -> throw json.fault("has polygons; give masks of detections as run lengths");
        };
    if (fields.box == null && mask.isEmpty()) {
      throw json.fault("has no \"bbox\"");
    }
    CocoBox box = fields.box == null ? CocoBox.of(mask.get().bounds()) : fields.box;
    double area = fields.box == null ? mask.get().area() : box.area();
    return checked(() -> new DetectedObject(category, score, box, mask, area, false));
  }

  /** The fields of an image, category, annotation or result, where it has them. */
  private static final class Fields {
    private Long id;
    private Long image;
    private Integer category;
    private Integer height;
    private Integer width;
    private Integer crowd;
    private Double score;
    private Double area;
    private String name;
    private String fileName;
    private CocoBox box;
    private Region region;
  }

  private Fields fields() throws IOException {
    Fields fields = new Fields();
    json.object(name -> {
      if (json.isNull()) {
        return;
      }
      switch (name) {
        case "id" -> fields.id = json.longInteger();
        case "image_id" -> fields.image = json.longInteger();
        case "category_id" -> fields.category = json.integer();
        case "height" -> fields.height = json.integer();
        case "width" -> fields.width = json.integer();
        case "iscrowd" -> fields.crowd = json.integer();
        case "score" -> fields.score = json.number();
        case "area" -> fields.area = json.number();
        case "name" -> fields.name = json.text();
        case "file_name" -> fields.fileName = json.text();
        case "bbox" -> fields.box = box();
        case "segmentation" -> fields.region = json.isList() ? polygons() : runs();
        default -> json.skip();
      }
    });
    return fields;
  }

  private <T> T need(T value, String name) {
    if (value == null) {
      throw json.fault("has no \"" + name + "\"");
    }
    return value;
  }

  private CocoBox box() throws IOException {
    double[] numbers = json.numbers(4);
    return checked(() -> new CocoBox(numbers[0], numbers[1], numbers[2], numbers[3]));
  }

  private Region polygons() throws IOException {
    List<Ring> rings = new ArrayList<>();
    json.list(() -> {
      double[] xy = json.numbers();
      rings.add(checked(() -> new Ring(xy)));
    });
    return checked(() -> new Region.Rings(rings, FillRule.UNION));
  }

  /** Size and counts may come in any order. */
  private Region runs() throws IOException {
    RunFields fields = new RunFields();
    json.object(name -> {
      switch (name) {
        case "size" -> fields.size = json.integers();
        case "counts" -> {
          if (json.isText()) {
            fields.text = json.text();
          } else {
            fields.counts = json.integers();
          }
        }
        default -> json.skip();
      }
    });
    int[] size = need(fields.size, "size");
    if (size.length != 2) {
      throw json.fault("expected a size of height and width, got " + size.length + " numbers");
    }
    return new Region.Runs(
        checked(() ->
            fields.text != null
                ? RunLengthText.decode(size[0], size[1], fields.text)
                : new RunLength(size[0], size[1], need(fields.counts, "counts"))));
  }

  private static final class RunFields {
    private int[] size;
    private int[] counts;
    private String text;
  }

  /** Says of a value that a type refused where in the file it stands. */
  private <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new FormatException(json.fault("is wrong: " + e.getMessage()).getMessage(), e);
    }
  }
}
