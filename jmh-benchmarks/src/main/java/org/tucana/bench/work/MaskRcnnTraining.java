package org.tucana.bench.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Example;
import org.tucana.detection.train.DetectorGroups;
import org.tucana.detection.train.DetectorTask;
import org.tucana.detection.train.ExampleSource;
import org.tucana.nn.data.Picture;
import org.tucana.nn.optimizer.GroupedOptimizer;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.PreparedStep;

/**
 * One training step of Mask R-CNN on ResNet-50-FPN, stem and first stage frozen: pictures from Java
 * memory, five losses, backward, SGD with momentum. Each picture has eight objects, which fill
 * their boxes.
 *
 * @param pictures of a step
 * @param rows of a picture
 * @param columns of a picture
 * @param regions of a picture that the heads learn from
 * @param precision of products
 */
public record MaskRcnnTraining(
    int pictures, int rows, int columns, int regions, Precision precision) implements DeviceWork {
  /** Number of classes, background included. */
  public static final int LABELS = DrawnMaskRcnn.LABELS;

  /** Objects of each picture. */
  public static final int OBJECTS = 8;

  /** So small that the losses stay finite however often the step is repeated. */
  public static final double RATE = 1e-6;

  public static final double MOMENTUM = 0.9;
  private static final long SEED = 1;

  /** With as many regions as torchvision draws by default, in float32. */
  public MaskRcnnTraining(int pictures, int rows, int columns) {
    this(pictures, rows, columns, 512, Precision.FLOAT32);
  }

  /** The same at another precision. */
  public MaskRcnnTraining at(Precision other) {
    return new MaskRcnnTraining(pictures, rows, columns, regions, other);
  }

  /** What differs from torchvision's defaults, under its argument names, as JSON. */
  public String settings() {
    return "{\"min_size\": %d, \"max_size\": %d, \"box_batch_size_per_image\": %d}"
        .formatted(Math.min(rows, columns), Math.max(rows, columns), regions);
  }

  @Override
  public String name() {
    return "train-maskrcnn-r50@"
        + Values.size(rows, columns)
        + Values.batchSuffix(pictures)
        + precision.suffix();
  }

  @Override
  public boolean endsOnHost() {
    return true;
  }

  /** The pictures [N,3,H,W], 0..1. */
  public HostTensor images() {
    return Values.uniform("picture", pictures, 3, rows, columns);
  }

  /** The objects' boxes [N*8,4] in whole pixels, picture after picture. */
  public HostTensor boxes() {
    HostTensor drawn = Values.boxes(pictures * OBJECTS, rows, columns);
    float[] whole = drawn.toFloats();
    for (int i = 0; i < whole.length; i++) {
      whole[i] = Math.round(whole[i]);
    }
    return HostTensor.of(drawn.shape(), whole);
  }

  /** Label of an object of a picture: classes take turns. */
  public static int label(int object) {
    return 1 + object % (LABELS - 1);
  }

  /** The weights, under torchvision's names. */
  public Map<String, HostTensor> weights(Backend backend) {
    return DrawnMaskRcnn.weights(backend, settings());
  }

  /** The result is the loss. */
  @Override
  public ReadableWork open(Backend backend) {
    MaskRcnn network = DrawnMaskRcnn.of(backend, settings());
    GroupedOptimizer optimizer =
        new GroupedOptimizer(
            new UpdateRule.Sgd(RATE, MOMENTUM, 0, false),
            network,
            DetectorGroups.fineTuning().toList());
    EagerSession session = new EagerSession(backend, precision.numerics());
    List<Example> examples = examples();
    ExampleSource source =
        new ExampleSource() {
          @Override
          public List<Example> batch(long step) {
            return examples;
          }

          @Override
          public String description() {
            return "drawn pictures";
          }
        };
    DetectorTask task = new DetectorTask(network, source, DetectorTask.Evaluation.none(), SEED);
    return new ReadableWork() {
      private long step;
      private CompletableFuture<PreparedStep> upcoming = prepare();

      // As in training: the next step's pictures are normalised while this one is computed.
      private CompletableFuture<PreparedStep> prepare() {
        long wanted = step++;
        return CompletableFuture.supplyAsync(() -> task.prepare(wanted));
      }

      private PreparedStep next() {
        PreparedStep prepared = upcoming.join();
        upcoming = prepare();
        return prepared;
      }

      @Override
      public void run() {
        try (PreparedStep prepared = next();
            Scope _ = session.scope();
            Tape tape = session.tape(optimizer.parameters())) {
          optimizer.step(session, tape.backward(loss(prepared)), 1, 1);
        }
      }

      private Tensor loss(PreparedStep prepared) {
        return prepared.losses(session).values().stream().reduce(Arithmetic::add).orElseThrow();
      }

      @Override
      public List<HostTensor> results() {
        try (PreparedStep prepared = next();
            Scope _ = session.scope()) {
          return List.of(loss(prepared).read());
        }
      }

      @Override
      public void close() {
        upcoming.join().close();
        session.close();
        optimizer.close();
        network.close();
      }
    };
  }

  private List<Example> examples() {
    float[] pixels = images().toFloats();
    Boxes boxes = new Boxes(boxes().toFloats());
    int size = 3 * rows * columns;
    List<Example> examples = new ArrayList<>(pictures);
    for (int n = 0; n < pictures; n++) {
      List<Annotation> annotations = new ArrayList<>(OBJECTS);
      for (int object = 0; object < OBJECTS; object++) {
        Box box = boxes.get(n * OBJECTS + object);
        annotations.add(new Annotation(box, OptionalInt.of(label(object)), filled(box)));
      }
      float[] own = Arrays.copyOfRange(pixels, n * size, (n + 1) * size);
      examples.add(new Example("picture " + n, new Picture(3, rows, columns, own), annotations));
    }
    return examples;
  }

  private BinaryMask filled(Box box) {
    BinaryMask mask = BinaryMask.empty(rows, columns);
    for (int y = (int) box.y1(); y < box.y2(); y++) {
      Arrays.fill(
          mask.pixels(), y * columns + (int) box.x1(), y * columns + (int) box.x2(), (byte) 1);
    }
    return mask;
  }
}
