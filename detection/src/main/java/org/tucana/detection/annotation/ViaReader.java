package org.tucana.detection.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tucana.core.type.FormatException;
import org.tucana.detection.structure.FillRule;
import org.tucana.detection.structure.Region;
import org.tucana.detection.structure.Ring;

/**
 * Reads annotations of VGG Image Annotator, versions 1 and 2: a saved project, whose pictures are
 * under {@code _via_img_metadata}, or an export, which is that map alone.
 *
 * <p>Pictures are numbered from 1 in the file's order. Regions may be a list or a map; polygons,
 * rectangles, circles and ellipses are objects, other shapes have no area and are refused. The file
 * does not tell the pictures' sizes.
 *
 * <p>Throws as {@link CocoReader} does.
 */
public final class ViaReader {
  private static final String KIND = "VIA file";
  private static final String METADATA = "_via_img_metadata";

  private final JsonInput json;
  private final Path file;
  private final ClassAttribute classes;

  private ViaReader(JsonInput json, Path file, ClassAttribute classes) {
    this.json = json;
    this.file = file;
    this.classes = classes;
  }

  /** The truth of a file whose regions have a class. */
  public static AnnotationSet read(Path file, ClassAttribute classes) throws IOException {
    try (JsonInput json = JsonInput.open(KIND, file)) {
      return new ViaReader(json, file, classes).truth();
    }
  }

  private AnnotationSet truth() throws IOException {
    SortedMap<Long, AnnotatedImage> images = new TreeMap<>();
    json.object(name -> {
      if (name.equals(METADATA)) {
        json.object(key -> images.put(images.size() + 1L, image(key)));
      } else if (name.startsWith("_via_")) {
        json.skip();
      } else {
        images.put(images.size() + 1L, image(name));
      }
    });
    json.end();
    return new AnnotationSet(file.toString(), classes.categories(), images);
  }

  /**
   * A picture.
   *
   * @param key its name with its file's bytes, which stands for a missing name
   */
  private AnnotatedImage image(String key) throws IOException {
    List<AnnotatedObject> objects = new ArrayList<>();
    String[] filename = {key};
    json.object(name -> {
      switch (name) {
        case "filename" -> filename[0] = json.text();
        case "regions" -> {
          if (json.isList()) {
            json.list(() -> objects.add(region()));
          } else {
            json.object(number -> objects.add(region()));
          }
        }
        default -> json.skip();
      }
    });
    return new AnnotatedImage(filename[0], Optional.empty(), objects);
  }

  private AnnotatedObject region() throws IOException {
    Shape shape = new Shape();
    Map<String, String> attributes = new LinkedHashMap<>();
    json.object(name -> {
      switch (name) {
        case "shape_attributes" -> shape(shape);
        case "region_attributes" -> attributes(attributes);
        default -> json.skip();
      }
    });
    return new AnnotatedObject(
        KIND + " " + file + ": " + json.place(),
        category(attributes),
        Optional.empty(),
        Optional.of(checked(() -> region(shape))),
        OptionalDouble.empty(),
        false);
  }

  private int category(Map<String, String> attributes) {
    String title = attributes.get(classes.attribute());
    if (title == null && classes.names().size() == 1) {
      return ClassAttribute.FIRST;
    }
    if (title == null) {
      throw json.fault(
          "has no attribute \""
              + classes.attribute()
              + "\" that tells its class, only "
              + attributes.keySet()
              + "; name the one that does with --class-attribute");
    }
    return classes
        .category(title)
        .orElseThrow(() ->
            json.fault(
                "is of class \""
                    + title
                    + "\", expected one of "
                    + classes.names()
                    + "; name others with --classes"));
  }

  /** Attributes are texts, or for choices of several a map of those that are set. */
  private void attributes(Map<String, String> attributes) throws IOException {
    json.object(name -> {
      if (json.isText()) {
        attributes.put(name, json.text());
      } else if (json.isObject()) {
        List<String> set = new ArrayList<>();
        json.object(choice -> {
          set.add(choice);
          json.skip();
        });
        attributes.put(name, String.join(", ", set));
      } else {
        json.skip();
      }
    });
  }

  /** What the file says of a shape; which of it counts, its name decides. */
  private static final class Shape {
    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private String name = "";
    private double[] xs = new double[0];
    private double[] ys = new double[0];
  }

  private void shape(Shape shape) throws IOException {
    json.object(name -> {
      switch (name) {
        case "name" -> shape.name = json.text();
        case "all_points_x" -> shape.xs = json.numbers();
        case "all_points_y" -> shape.ys = json.numbers();
        case "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "theta" ->
            shape.numbers.put(name, json.number());
        default -> json.skip();
      }
    });
  }

  private Region region(Shape shape) {
    return switch (shape.name) {
      case "polygon" -> rings(polygon(shape));
      case "rect" ->
          rings(
              Ring.rectangle(
                  number(shape, "x"),
                  number(shape, "y"),
                  number(shape, "width"),
                  number(shape, "height")));
      case "circle" ->
          new Region.Ellipse(
              number(shape, "cx"), number(shape, "cy"), number(shape, "r"), number(shape, "r"), 0);
      case "ellipse" ->
          new Region.Ellipse(
              number(shape, "cx"),
              number(shape, "cy"),
              number(shape, "rx"),
              number(shape, "ry"),
              shape.numbers.getOrDefault("theta", 0.0));
      default ->
          throw new IllegalArgumentException(
              "shape \""
                  + shape.name
                  + "\" is no outline, expected polygon, rect, circle or ellipse");
    };
  }

  private static Region rings(Ring ring) {
    return new Region.Rings(List.of(ring), FillRule.UNION);
  }

  private static Ring polygon(Shape shape) {
    if (shape.xs.length != shape.ys.length) {
      throw new IllegalArgumentException(
          "polygon: it has " + shape.xs.length + " x but " + shape.ys.length + " y");
    }
    double[] xy = new double[2 * shape.xs.length];
    for (int i = 0; i < shape.xs.length; i++) {
      xy[2 * i] = shape.xs[i];
      xy[2 * i + 1] = shape.ys[i];
    }
    return new Ring(xy);
  }

  private static double number(Shape shape, String name) {
    Double number = shape.numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(shape.name + ": it has no \"" + name + "\"");
    }
    return number;
  }

  /** Says of a region that a type refused where in the file it stands. */
  private Region checked(Supplier<Region> region) {
    try {
      return region.get();
    } catch (IllegalArgumentException e) {
      throw new FormatException(json.fault("is wrong: " + e.getMessage()).getMessage(), e);
    }
  }
}
