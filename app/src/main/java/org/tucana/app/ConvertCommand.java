package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.tucana.astro.io.Pictures;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.AnnotatedImage;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes annotations as a COCO dataset with run-length masks. */
@Command(
    name = "convert",
    description = "Writes annotations (VIA or COCO JSON) as a COCO dataset with run-length masks.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "VIA files do not tell the pictures' sizes; --images names the folder that tells them.",
      "",
      "Example: tucana convert via.json --images pictures --out coco.json"
    })
final class ConvertCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Annotations: VIA or COCO JSON.")
  private Path file;

  @Option(names = "--images", paramLabel = "DIR", description = "Where the pictures lie.")
  private Path images;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
  private Path out;

  @Mixin private AnnotationOptions annotations;

  ConvertCommand() {}

  @Override
  public Integer call() throws IOException {
    OutputFile.requireOther("convert", file, out);
    OutputFile.prepare(out);
    AnnotationSet read = annotations.read(file);
    SortedMap<Long, CocoWriter.Image> converted = new TreeMap<>();
    int objects = 0;
    for (var entry : read.images().entrySet()) {
      AnnotatedImage image = entry.getValue();
      PictureSize size = size(image);
      converted.put(entry.getKey(), new CocoWriter.Image(image.file(), size, image.truth(size)));
      objects += image.objects().size();
    }
    WholeFile.write(out, stream -> CocoWriter.writeTruth(read.categories(), converted, stream));
    Console.say("%s: %d pictures, %d objects".formatted(out, converted.size(), objects));
    return 0;
  }

  private PictureSize size(AnnotatedImage image) {
    if (image.size().isPresent()) {
      return image.size().get();
    }
    if (images == null) {
      throw new FormatException(
          "convert: "
              + file
              + " does not tell the size of "
              + image.file()
              + "; name the folder of the pictures with --images");
    }
    Picture picture = Pictures.load(PictureFolder.file(images, image)).picture();
    return new PictureSize(picture.height(), picture.width());
  }
}
