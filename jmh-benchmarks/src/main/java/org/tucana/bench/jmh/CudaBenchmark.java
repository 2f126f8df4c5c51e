package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.DeviceWork;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.cuda.DeviceTimer;

/**
 * The works of a GPU, each run until the device is done. Where there is none, JMH reports each with
 * the reason and measures nothing.
 */
@State(Scope.Benchmark)
public class CudaBenchmark extends WorkBenchmark {
  /** The work's name. */
  @Param({
    "resnet50@224",
    "resnet50@224-tf32",
    "resnet50@224-batch64",
    "resnet50@224-batch64-tf32",
    "maskrcnn-r50@800x1088",
    "maskrcnn-r50@800x1088-tf32",
    "train-maskrcnn-r50@800x1088-batch2",
    "train-maskrcnn-r50@800x1088-batch2-tf32",
    "roialign-1000@800x1088",
    "roialign-gradient-1000@800x1088",
    "nms-5000",
    "copy-to-device-256MiB",
    "copy-from-device-256MiB",
    "conv7x7s2-3-64@224",
    "conv3x3-64-64@56",
    "conv3x3-128-128@28",
    "conv3x3-256-256@14",
    "conv3x3-512-512@7",
    "conv1x1-64-256@56",
    "conv1x1-256-64@56",
    "conv1x1-1024-256@14",
    "conv1x1-2048-512@7",
    "conv7x7s2-3-64@224-tf32",
    "conv3x3-64-64@56-tf32",
    "conv3x3-128-128@28-tf32",
    "conv3x3-256-256@14-tf32",
    "conv3x3-512-512@7-tf32",
    "conv1x1-64-256@56-tf32",
    "conv1x1-256-64@56-tf32",
    "conv1x1-1024-256@14-tf32",
    "conv1x1-2048-512@7-tf32",
    "conv7x7s2-3-64@224-batch32",
    "conv3x3-64-64@56-batch32",
    "conv3x3-128-128@28-batch32",
    "conv3x3-256-256@14-batch32",
    "conv3x3-512-512@7-batch32",
    "conv1x1-64-256@56-batch32",
    "conv1x1-256-64@56-batch32",
    "conv1x1-1024-256@14-batch32",
    "conv1x1-2048-512@7-batch32",
    "conv7x7s2-3-64@224-batch32-tf32",
    "conv3x3-64-64@56-batch32-tf32",
    "conv3x3-128-128@28-batch32-tf32",
    "conv3x3-256-256@14-batch32-tf32",
    "conv3x3-512-512@7-batch32-tf32",
    "conv1x1-64-256@56-batch32-tf32",
    "conv1x1-256-64@56-batch32-tf32",
    "conv1x1-1024-256@14-batch32-tf32",
    "conv1x1-2048-512@7-batch32-tf32",
    "tucker3x3-64-16-16@16",
    "tucker3x3-256-64-64@200",
    "tucker3x3-64-24-24@56-batch32",
    "tucker3x3-128-48-48@28-batch32",
    "tucker3x3-256-96-96@14-batch64",
    "hooi-512x512x3x3",
    "hooi-256x256x3x3",
    "evbmf-tucker2-resnet18"
  })
  public String name;

  private DeviceTimer timer;

  @Override
  Work work() {
    return Work.named(DeviceWork.all(), name);
  }

  @Override
  String backendName() {
    return "cuda";
  }

  @Override
  void begin(Backend on) {
    timer = DeviceTimer.of(on);
  }

  @Override
  void end() {
    timer.close();
  }

  @Benchmark
  public void compute() {
    run();
    timer.synchronize();
  }
}
