package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Compression of a detector, with its report, which begins anew each time. */
record CompressWork() implements CrashWork {
  private static final String MODEL = "model.safetensors";

  @Override
  public String name() {
    return "compress";
  }

  @Override
  public void prepare(Path inputs) throws IOException {
    DetectorSample.write(inputs.resolve(MODEL));
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
