package org.tucana.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tucana.app.batch.FileDigest;
import org.tucana.app.batch.FinishedWork;
import org.tucana.app.batch.OrderedWork;
import org.tucana.app.batch.ResultFolder;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.PictureTooLargeException;
import org.tucana.core.type.TucanaException;
import org.tucana.nn.train.Progress;

/**
 * One run over pictures: each is read, searched and written by one thread, several at a time, while
 * the search itself may have threads of its own. What an earlier run made of the same input with
 * the same settings is left as it is.
 *
 * @param search finds the objects
 * @param memory how many pictures are worked on at a time, and how large they may be
 * @param softMasks whether masks of probabilities are written
 * @param again whether to do again what is done
 */
record DetectRun(PictureSearch search, DetectMemory memory, boolean softMasks, boolean again) {
  /** Works on all pictures. */
  void run(DetectInputs inputs, DetectReport report) throws IOException {
    boolean alone = inputs.pictures().size() == 1;
    try (Progress progress =
        alone ? Progress.none() : Console.progress("pictures", inputs.pictures().size())) {
      OrderedWork.run(
          inputs.pictures().entrySet().stream().toList(),
          Math.min(memory.pictures(), inputs.pictures().size()),
          entry -> outcome(entry.getValue(), entry.getKey(), alone),
          outcome -> {
            report.add(outcome);
            progress.at(report.pictures(), report.galaxies() + " galaxies");
          });
    }
  }

  private PictureOutcome outcome(PictureInput input, Path folder, boolean alone)
      throws IOException {
    try {
      return memory.room().give(room -> done(input, folder, alone, room));
    } catch (PictureTooLargeException e) {
      return new PictureOutcome.Broken(input.source(), tooLarge(e), Main.WRONG_INPUT);
    } catch (OutOfMemoryError e) {
      return new PictureOutcome.Broken(
          input.source(), input.source() + ": " + Main.outOfMemory(), Main.FAILURE);
    } catch (TucanaException e) {
      return new PictureOutcome.Broken(
          input.source(), Main.oneLine(e.getMessage()), Main.WRONG_INPUT);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      // A fault of the program with one picture is no reason to leave the others undone.
      return new PictureOutcome.Broken(
          input.source(), input.source() + ": " + Main.internalError(e), Main.FAILURE);
    }
  }

  private static String tooLarge(PictureTooLargeException e) {
    MemoryAmount needed = new MemoryAmount(e.samples() * DetectMemory.BYTES_A_SAMPLE);
    return Main.oneLine(e.getMessage())
        + " (it may need "
        + needed
        + " besides the network: raise --max-memory)";
  }

  private PictureOutcome.Done done(PictureInput input, Path folder, boolean alone, long room)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    Map<String, FileDigest> digests = input.digests();
    Map<String, String> settings = search.settings();
    if (!again) {
      Optional<FinishedWork> before = FinishedWork.read(folder);
      if (before.isPresent() && before.get().holds(folder, settings, digests)) {
        return new PictureOutcome.Done(
            input.source(), folder, before.get().objects(), watch.seconds(), true);
      }
    }
    LoadedPicture loaded = input.load(room);
    SkyPlacement placement = SkyPlacement.of(input.source(), loaded.header());
    PictureSearch.Found found = search.find(input, loaded, alone);
    int galaxies =
        new ResultFolder(folder)
            .write(settings, digests, partial -> write(partial, found, placement));
    return new PictureOutcome.Done(input.source(), folder, galaxies, watch.seconds(), false);
  }

  private int write(Path folder, PictureSearch.Found found, SkyPlacement placement)
      throws IOException {
    DetectionFiles.write(folder, found.shown(), found.objects(), placement);
    if (softMasks) {
      DetectionFiles.writeSoftMasks(folder, found.objects(), placement.cards());
    }
    if (found.photometry().isPresent()) {
      TextFile.write(folder.resolve(ThresholdMethod.PHOTOMETRY), found.photometry().get());
    }
    return found.objects().size();
  }
}
