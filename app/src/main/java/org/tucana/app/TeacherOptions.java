package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tucana.app.batch.FileDigest;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.train.DetectorTask;
import org.tucana.detection.train.Teacher;
import picocli.CommandLine.Option;

/** Options that name a detector to imitate. */
final class TeacherOptions {
  @Option(
      names = "--teacher",
      description =
          "A detector to imitate as well; its classes, pictures, anchors and widths of pyramid and"
              + " box head must be the same.")
  private Path teacher;

  @Option(
      names = "--teacher-weight",
      description = "Multiplies the losses that imitate the teacher (default: 1).")
  private Double weight;

  TeacherOptions() {}

  /** Refuses a weight that means nothing. */
  void check() {
    if (weight == null) {
      return;
    }
    if (teacher == null) {
      throw new FormatException(
          "train detector: --teacher-weight is about a teacher; name one with --teacher");
    }
    if (!(weight > 0) || !Double.isFinite(weight)) {
      throw new FormatException(
          "train detector: --teacher-weight must be positive and finite, got "
              + weight
              + "; leave --teacher out to train without");
    }
  }

  /** Reads the teacher, if one is named; the caller closes the result. */
  Lessons open(Backend backend) throws IOException {
    if (teacher == null) {
      return new Lessons(Optional.empty(), Optional.empty());
    }
    DetectorModel model = DetectorModel.read(teacher, backend);
    try {
      TrainDetectorCommand.checkTrainable(teacher.toString(), model);
      String name = teacher.getFileName() + " (SHA-256 " + FileDigest.of(teacher).sha256() + ")";
      return new Lessons(
          Optional.of(model),
          Optional.of(new Teacher(model.network(), name, weight == null ? 1 : weight)));
    } catch (FormatException | IOException e) {
      model.close();
      throw e;
    }
  }

  /**
   * What a teacher adds to a training; nothing where there is none.
   *
   * @param model holds the teacher's network
   * @param teacher the network as a teacher
   */
  record Lessons(Optional<DetectorModel> model, Optional<Teacher> teacher)
      implements AutoCloseable {
    DetectorTask joinedTo(DetectorTask task) {
      return teacher.map(task::taughtBy).orElse(task);
    }

    @Override
    public void close() {
      model.ifPresent(DetectorModel::close);
    }
  }
}
