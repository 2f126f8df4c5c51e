package org.tucana.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Arrays;
import java.util.List;
import org.tucana.nn.metric.Interval;

/** Results as JSON on standard output. */
public final class JsonOutput {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonOutput() {}

  /** Prints a value; maps keep their order. */
  public static void print(Object value) {
    try {
      System.out.println(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("json: a result cannot be written", e);
    }
  }

  /** A figure; one that is undefined is null, since JSON knows no NaN. */
  static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Both ends of an interval. */
  static List<Double> interval(Interval interval) {
    return Arrays.asList(number(interval.low()), number(interval.high()));
  }
}
