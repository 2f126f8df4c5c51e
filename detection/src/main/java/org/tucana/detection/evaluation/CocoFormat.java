package org.tucana.detection.evaluation;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tucana.core.type.FormatException;
import org.tucana.detection.structure.RunLength;
import org.tucana.detection.structure.RunLengthText;

/**
 * COCO's JSON: the truth about pictures in, detections in and out.
 *
 * <p>Boxes are {@code [x, y, width, height]}; masks are run lengths, {@code {"size": [height,
 * width], "counts": ...}} with COCO's text or a list of integers. Masks as polygons are refused.
 *
 * <p>All readers throw {@link FormatException}, naming the file and the place in it, where a file
 * is not what it should be, and {@link IOException} where it cannot be read.
 */
public final class CocoFormat {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CocoFormat() {}

  /** The truth of a file with {@code images}, {@code categories} and {@code annotations}. */
  public static CocoDataset readTruth(Path file) throws IOException {
    JsonPlace root = read(file);
    SortedMap<Integer, String> categories = new TreeMap<>();
    for (JsonPlace category : root.field("categories").items()) {
      int id = category.field("id").integer();
      if (categories.put(id, category.optional("name").map(JsonPlace::text).orElse("")) != null) {
        throw category.fault("repeats category " + id);
      }
    }
    SortedMap<Long, List<GroundTruth>> images = new TreeMap<>();
    for (JsonPlace image : root.field("images").items()) {
      long id = image.field("id").longInteger();
      if (images.put(id, new ArrayList<>()) != null) {
        throw image.fault("repeats image " + id);
      }
    }
    for (JsonPlace annotation : root.field("annotations").items()) {
      long image = annotation.field("image_id").longInteger();
      List<GroundTruth> objects = images.get(image);
      if (objects == null) {
        throw annotation.fault("is of image " + image + ", which the file does not list");
      }
      objects.add(truth(annotation));
    }
    return new CocoDataset(categories, images);
  }

  /** The detections of a file of COCO results, by picture, in the file's order. */
  public static SortedMap<Long, List<DetectedObject>> readDetections(Path file) throws IOException {
    SortedMap<Long, List<DetectedObject>> detections = new TreeMap<>();
    for (JsonPlace result : read(file).items()) {
      detections
          .computeIfAbsent(result.field("image_id").longInteger(), id -> new ArrayList<>())
          .add(detection(result));
    }
    return detections;
  }

  /**
   * Writes detections as COCO results, masks as COCO's text. The stream stays open.
   *
   * @param detections by picture
   */
  public static void writeDetections(
      Map<Long, List<DetectedObject>> detections, OutputStream stream) throws IOException {
    try (JsonGenerator json =
        MAPPER
            .createGenerator(stream, JsonEncoding.UTF8)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartArray();
      for (Map.Entry<Long, List<DetectedObject>> image : detections.entrySet()) {
        for (DetectedObject detection : image.getValue()) {
          json.writeRaw('\n');
          write(image.getKey(), detection, json);
        }
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  /** A summary under the names that COCO's users know; -1 stands for an undefined figure. */
  public static ObjectNode toJson(CocoSummary summary) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("AP", orMinusOne(summary.ap()));
    json.put("AP50", orMinusOne(summary.ap50()));
    json.put("AP75", orMinusOne(summary.ap75()));
    json.put("AP_small", orMinusOne(summary.apSmall()));
    json.put("AP_medium", orMinusOne(summary.apMedium()));
    json.put("AP_large", orMinusOne(summary.apLarge()));
    json.put("AR1", orMinusOne(summary.ar1()));
    json.put("AR10", orMinusOne(summary.ar10()));
    json.put("AR100", orMinusOne(summary.ar100()));
    json.put("AR_small", orMinusOne(summary.arSmall()));
    json.put("AR_medium", orMinusOne(summary.arMedium()));
    json.put("AR_large", orMinusOne(summary.arLarge()));
    ArrayNode perClass = json.putArray("AP50_per_class");
    summary.ap50PerClass().forEach(ap -> perClass.add(orMinusOne(ap)));
    return json;
  }

  private static double orMinusOne(double figure) {
    return Double.isNaN(figure) ? -1 : figure;
  }

  private static JsonPlace read(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      JsonNode root = MAPPER.readTree(stream);
      return new JsonPlace(file.toString(), "", root);
    } catch (JsonProcessingException e) {
      throw new FormatException(
          "COCO file " + file + ": is no sound JSON: " + e.getOriginalMessage(), e);
    } catch (CharConversionException e) {
      throw new FormatException("COCO file " + file + ": is no UTF-8 text; save it as such", e);
    }
  }

  private static GroundTruth truth(JsonPlace annotation) {
    Optional<RunLength> mask = annotation.optional("segmentation").map(CocoFormat::mask);
    CocoBox box = box(annotation, mask);
    double area =
        annotation
            .optional("area")
            .map(JsonPlace::number)
            .orElseGet(() -> mask.map(m -> (double) m.area()).orElse(box.area()));
    boolean crowd = annotation.optional("iscrowd").map(JsonPlace::integer).orElse(0) != 0;
    return new GroundTruth(annotation.field("category_id").integer(), box, mask, area, crowd);
  }

  private static DetectedObject detection(JsonPlace result) {
    Optional<RunLength> mask = result.optional("segmentation").map(CocoFormat::mask);
    int category = result.field("category_id").integer();
    double score = result.field("score").number();
    CocoBox box = box(result, mask);
    double area =
        result.optional("bbox").isEmpty() && mask.isPresent() ? mask.get().area() : box.area();
    return checked(result, () -> new DetectedObject(category, score, box, mask, area, false));
  }

  /** The box of an object, or where it says none the bounds of its mask. */
  private static CocoBox box(JsonPlace object, Optional<RunLength> mask) {
    Optional<JsonPlace> box = object.optional("bbox");
    if (box.isEmpty() && mask.isPresent()) {
      return CocoBox.of(mask.get().bounds());
    }
    JsonPlace given = object.field("bbox");
    double[] numbers = given.items(4).stream().mapToDouble(JsonPlace::number).toArray();
    return checked(given, () -> new CocoBox(numbers[0], numbers[1], numbers[2], numbers[3]));
  }

  private static RunLength mask(JsonPlace segmentation) {
    if (segmentation.node().isArray()) {
      throw segmentation.fault("is a list of polygons; give masks as run lengths");
    }
    List<JsonPlace> size = segmentation.field("size").items(2);
    int height = size.get(0).integer();
    int width = size.get(1).integer();
    JsonPlace counts = segmentation.field("counts");
    if (counts.node().isTextual()) {
      return checked(counts, () -> RunLengthText.decode(height, width, counts.text()));
    }
    int[] runs = counts.items().stream().mapToInt(JsonPlace::integer).toArray();
    return checked(counts, () -> new RunLength(height, width, runs));
  }

  /** Says of a value that a type refused where in the file it stands. */
  private static <T> T checked(JsonPlace place, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new FormatException(place.fault("is wrong: " + e.getMessage()).getMessage(), e);
    }
  }

  private static void write(long image, DetectedObject detection, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("image_id", image);
    json.writeNumberField("category_id", detection.category());
    json.writeNumberField("score", detection.score());
    CocoBox box = detection.box();
    json.writeFieldName("bbox");
    json.writeArray(new double[] {box.x(), box.y(), box.width(), box.height()}, 0, 4);
    if (detection.mask().isPresent()) {
      RunLength mask = detection.mask().get();
      json.writeObjectFieldStart("segmentation");
      json.writeFieldName("size");
      json.writeArray(new int[] {mask.height(), mask.width()}, 0, 2);
      json.writeStringField("counts", RunLengthText.encode(mask));
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
