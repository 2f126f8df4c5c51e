package org.tucana.detection.maskrcnn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.HostTensor;

/**
 * Names of weights as torchvision wrote them before version 0.13, without the position inside of a
 * block: {@code rpn.head.conv.weight} is now {@code rpn.head.conv.0.0.weight}.
 */
final class LegacyNames {
  private static final Pattern PYRAMID =
      Pattern.compile("(.*fpn\\.(?:inner|layer)_blocks\\.\\d+)\\.(weight|bias)");
  private static final Pattern PROPOSER = Pattern.compile("(.*rpn\\.head\\.conv)\\.(weight|bias)");
  private static final Pattern MASK =
      Pattern.compile("(.*mask_head)\\.mask_fcn(\\d{1,3})\\.(weight|bias)");

  private LegacyNames() {}

  /** The same values under today's names. */
  static Map<String, HostTensor> renewed(Map<String, HostTensor> values) {
    Map<String, HostTensor> renewed = new LinkedHashMap<>();
    values.forEach((name, value) -> renewed.put(renewed(name), value));
    return renewed;
  }

  static String renewed(String name) {
    Matcher pyramid = PYRAMID.matcher(name);
    if (pyramid.matches()) {
      return pyramid.group(1) + ".0." + pyramid.group(2);
    }
    Matcher proposer = PROPOSER.matcher(name);
    if (proposer.matches()) {
      return proposer.group(1) + ".0.0." + proposer.group(2);
    }
    Matcher mask = MASK.matcher(name);
    if (mask.matches()) {
      int block = Integer.parseInt(mask.group(2)) - 1;
      return mask.group(1) + "." + block + ".0." + mask.group(3);
    }
    return name;
  }
}
