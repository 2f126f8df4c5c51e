package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;

/**
 * The flat JSON form of a configuration: one object whose keys are torchvision's argument names
 * ({@code min_size}, {@code rpn_nms_thresh}, {@code box_score_thresh}, ...), {@code anchor_sizes}
 * and {@code aspect_ratios} with one list for each level, and {@code classes}, {@code body}, {@code
 * fpn_width}, {@code box_head_width}, {@code mask_layers} and {@code mask_width}.
 */
public final class MaskRcnnConfigJson {
  private static final String CLASSES = "classes";

  /** torchvision's defaults of these are None. */
  private static final Set<String> NONE_IS_DEFAULT = Set.of("image_mean", "image_std");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private MaskRcnnConfigJson() {}

  /** The JSON text of a configuration, with every key. */
  public static String write(MaskRcnnConfig config) {
    return flat(config).toString();
  }

  /**
   * A configuration from JSON text; what the text does not say stays as in {@code defaults}.
   *
   * @param source file name, for messages
   * @throws FormatException where the text is no JSON object, holds an unknown key, a value of
   *     another type or one out of range
   */
  public static MaskRcnnConfig read(String source, String text, MaskRcnnConfig defaults) {
    ObjectNode merged = flat(defaults);
    JsonText.object(source, text, "a configuration", "{\"min_size\": 256, ...}")
        .properties()
        .forEach(entry -> {
          if (!merged.has(entry.getKey())) {
            List<String> known = new ArrayList<>();
            merged.fieldNames().forEachRemaining(known::add);
            throw new FormatException(
                source
                    + ": unknown key '"
                    + entry.getKey()
                    + "', expected one of "
                    + String.join(", ", known)
                    + "; correct or remove it");
          }
          if (!entry.getValue().isNull() || !NONE_IS_DEFAULT.contains(entry.getKey())) {
            merged.set(entry.getKey(), entry.getValue());
          }
        });
    try {
      return new MaskRcnnConfig(
          classes(source, merged.get(CLASSES)),
          part(source, merged, defaults.transform(), TransformConfig.class),
          part(source, merged, defaults.backbone(), BackboneConfig.class),
          part(source, merged, defaults.anchors(), AnchorConfig.class),
          part(source, merged, defaults.rpn(), RpnConfig.class),
          part(source, merged, defaults.box(), BoxConfig.class),
          part(source, merged, defaults.mask(), MaskConfig.class));
    } catch (IllegalArgumentException e) {
      throw new FormatException(source + ": " + e.getMessage() + "; correct it", e);
    }
  }

  private static ObjectNode flat(MaskRcnnConfig config) {
    ObjectNode all = JSON.createObjectNode();
    all.set(CLASSES, JSON.valueToTree(config.classes()));
    List<Record> parts =
        List.of(
            config.transform(),
            config.backbone(),
            config.anchors(),
            config.rpn(),
            config.box(),
            config.mask());
    parts.forEach(part -> all.setAll(JSON.<ObjectNode>valueToTree(part)));
    return all;
  }

  private static List<String> classes(String source, JsonNode node) {
    if (node.isNull()) {
      throw wrongType(source, CLASSES, "a list of names", null);
    }
    try {
      return JSON.treeToValue(node, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw wrongType(source, CLASSES, "a list of names", e);
    }
  }

  /** The keys of one part, converted; the part's defaults say which keys are its own. */
  private static <T extends Record> T part(
      String source, ObjectNode merged, T defaults, Class<T> type) {
    ObjectNode own = JSON.valueToTree(defaults);
    own.fieldNames().forEachRemaining(key -> own.set(key, merged.get(key)));
    try {
      return JSON.treeToValue(own, type);
    } catch (ValueInstantiationException e) {
      String reason = e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage();
      throw new FormatException(source + ": " + reason + "; correct it", e);
    } catch (JsonMappingException e) {
      String key = e.getPath().isEmpty() ? "a value" : e.getPath().getFirst().getFieldName();
      throw wrongType(source, key, "a value such as " + JSON.valueToTree(defaults).get(key), e);
    } catch (JsonProcessingException e) {
      throw new FormatException(source + ": " + e.getOriginalMessage() + "; correct the file", e);
    }
  }

  private static FormatException wrongType(
      String source, String key, String expected, JsonProcessingException cause) {
    return new FormatException(
        source
            + ": '"
            + key
            + "' has a value of the wrong type, expected "
            + expected
            + "; correct it",
        cause);
  }
}
