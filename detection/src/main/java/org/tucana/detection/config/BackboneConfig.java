package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The body and the pyramid on it.
 *
 * @param body name of the residual network, for example {@code resnet18}
 * @param fpnWidth channels of each level of the pyramid
 */
public record BackboneConfig(
    @JsonProperty("body") String body, @JsonProperty("fpn_width") int fpnWidth) {
  public BackboneConfig {
    Require.that(!body.isBlank(), "body", "the name of a residual network", "'" + body + "'");
    Require.that(
        fpnWidth >= 1 && fpnWidth <= Widths.LARGEST,
        "fpn_width",
        "1 to " + Widths.LARGEST,
        fpnWidth);
  }
}
