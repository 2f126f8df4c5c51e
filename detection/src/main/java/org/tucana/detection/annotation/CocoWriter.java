package org.tucana.detection.annotation;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.RunLength;
import org.tucana.detection.structure.RunLengthText;

/**
 * Writes COCO's JSON, masks as COCO's text, one object a line. Streams stay open; picture and line
 * order follow the maps given.
 */
public final class CocoWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private CocoWriter() {}

  /**
   * Writes detections as COCO results.
   *
   * @param detections by picture
   */
  public static void writeDetections(
      Map<Long, List<DetectedObject>> detections, OutputStream stream) throws IOException {
    try (JsonGenerator json = generator(stream)) {
      json.writeStartArray();
      for (Map.Entry<Long, List<DetectedObject>> image : detections.entrySet()) {
        for (DetectedObject detection : image.getValue()) {
          json.writeRaw('\n');
          json.writeStartObject();
          json.writeNumberField("image_id", image.getKey());
          json.writeNumberField("category_id", detection.category());
          json.writeNumberField("score", detection.score());
          writeShape(json, detection.box(), detection.mask());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  /**
   * A picture to be written.
   *
   * @param file name of its file
   * @param size its size
   * @param objects its objects
   */
  public record Image(String file, PictureSize size, List<GroundTruth> objects) {
    public Image {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Writes the truth about pictures as a COCO dataset; {@link CocoReader#readTruth} reads it.
   *
   * @param categories names of the classes by number
   * @param images the pictures by number
   */
  public static void writeTruth(
      Map<Integer, String> categories, Map<Long, Image> images, OutputStream stream)
      throws IOException {
    try (JsonGenerator json = generator(stream)) {
      json.writeStartObject();
      json.writeArrayFieldStart("categories");
      for (Map.Entry<Integer, String> category : categories.entrySet()) {
        json.writeStartObject();
        json.writeNumberField("id", category.getKey());
        json.writeStringField("name", category.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("images");
      for (Map.Entry<Long, Image> image : images.entrySet()) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeNumberField("id", image.getKey());
        json.writeStringField("file_name", image.getValue().file);
        json.writeNumberField("height", image.getValue().size.height());
        json.writeNumberField("width", image.getValue().size.width());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("annotations");
      long number = 1;
      for (Map.Entry<Long, Image> image : images.entrySet()) {
        for (GroundTruth object : image.getValue().objects) {
          json.writeRaw('\n');
          json.writeStartObject();
          json.writeNumberField("id", number++);
          json.writeNumberField("image_id", image.getKey());
          json.writeNumberField("category_id", object.category());
          json.writeNumberField("iscrowd", object.crowd() ? 1 : 0);
          json.writeNumberField("area", object.area());
          writeShape(json, object.box(), object.mask());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static JsonGenerator generator(OutputStream stream) throws IOException {
    return FACTORY
        .createGenerator(stream, JsonEncoding.UTF8)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private static void writeShape(JsonGenerator json, CocoBox box, Optional<RunLength> mask)
      throws IOException {
    json.writeFieldName("bbox");
    json.writeArray(new double[] {box.x(), box.y(), box.width(), box.height()}, 0, 4);
    if (mask.isPresent()) {
      json.writeObjectFieldStart("segmentation");
      json.writeFieldName("size");
      json.writeArray(new int[] {mask.get().height(), mask.get().width()}, 0, 2);
      json.writeStringField("counts", RunLengthText.encode(mask.get()));
      json.writeEndObject();
    }
  }
}
