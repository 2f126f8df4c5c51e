package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.FormatException;

/** All readers of files that come from outside. */
public final class FuzzTargets {
  /** Makes a target; its good files take a while, so only those that are asked for are made. */
  @FunctionalInterface
  private interface Maker {
    FuzzTarget make(GoodFiles good) throws IOException;
  }

  private static final Map<String, Maker> MAKERS = makers();

  private FuzzTargets() {}

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("safetensors", TensorTargets::safetensors);
    makers.put("npy", TensorTargets::npy);
    makers.put("npz", TensorTargets::npz);
    makers.put("torch", TensorTargets::torch);
    makers.put("torch-older", TensorTargets::olderTorch);
    makers.put("model", TensorTargets::model);
    makers.put("jpeg", PictureTargets::jpeg);
    makers.put("png", PictureTargets::png);
    makers.put("fits", PictureTargets::fits);
    makers.put("fits-compressed", PictureTargets::compressedFits);
    makers.put("fits-gzip", PictureTargets::gzippedFits);
    makers.put("coco-truth", TextTargets::cocoTruth);
    makers.put("coco-detections", TextTargets::cocoDetections);
    makers.put("via", TextTargets::via);
    makers.put("labels", TextTargets::labels);
    makers.put("ranks", TextTargets::ranks);
    makers.put("configuration", TextTargets::configuration);
    return makers;
  }

  /** Their names. */
  public static List<String> names() {
    return new ArrayList<>(MAKERS.keySet());
  }

  /**
   * Looks for a target.
   *
   * @throws FormatException where there is none of that name
   */
  public static void requireKnown(String name) {
    if (!MAKERS.containsKey(name)) {
      throw new FormatException(
          "fuzz: there is no target '"
              + name
              + "', expected one of "
              + String.join(", ", names())
              + "; name one of these");
    }
  }

  /**
   * A target with its good files.
   *
   * @param folder where these are made and the target's files will lie; its own
   * @throws FormatException where there is no target of that name
   */
  public static FuzzTarget named(String name, Path folder) throws IOException {
    requireKnown(name);
    return MAKERS.get(name).make(new GoodFiles(folder));
  }
}
