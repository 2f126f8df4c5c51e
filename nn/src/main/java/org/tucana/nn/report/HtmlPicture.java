package org.tucana.nn.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * A picture on a page.
 *
 * @param caption what it shows; also what is read out in its place
 * @param source its address, for a page's {@code src}
 */
public record HtmlPicture(String caption, String source) {

  /**
   * A picture that lies beside the page.
   *
   * @param path its file relative to the page, with {@code /} between folders
   */
  public static HtmlPicture beside(String caption, String path) {
    return new HtmlPicture(
        caption,
        Arrays.stream(path.split("/"))
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/")));
  }

  /** A picture within the page, from the bytes of a PNG. */
  public static HtmlPicture inside(String caption, byte[] png) {
    return new HtmlPicture(
        caption, "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
  }

  String markup() {
    return "<figure><img alt=\"%1$s\" src=\"%2$s\"/><figcaption>%1$s</figcaption></figure>"
        .formatted(HtmlText.escape(caption), HtmlText.escape(source));
  }
}
