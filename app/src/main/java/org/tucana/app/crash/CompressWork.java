package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compression of a detector, with its report.
 *
 * @param large whether its files are so large that writing them takes long
 */
record CompressWork(boolean large) implements CrashWork {
  private static final String MODEL = "model.safetensors";

  @Override
  public String name() {
    return "compress";
  }

  @Override
  public void prepare(Path inputs) throws IOException {
    if (large) {
      DetectorSample.writeLarge(inputs.resolve(MODEL));
    } else {
      DetectorSample.writeSmall(inputs.resolve(MODEL));
    }
  }

  @Override
  public List<String> command(Path output) {
    return List.of(
        "compress",
        "--model",
        "../inputs/" + MODEL,
        "--out",
        MODEL,
        "--ranks",
        "fixed:2",
        "--layers",
        "backbone.body.layer1.*",
        "--runs",
        "0");
  }

  @Override
  public double aimedShare() {
    return 0.6;
  }
}
