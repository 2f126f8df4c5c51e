package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tucana.app.fuzz.mutation.JsonMutation;
import org.tucana.app.fuzz.mutation.Mutation;
import org.tucana.app.fuzz.mutation.NumberMutation;
import org.tucana.app.fuzz.mutation.WordMutation;
import org.tucana.astro.data.StampSet;
import org.tucana.decomposition.rank.RankFile;
import org.tucana.detection.annotation.AnnotatedImage;
import org.tucana.detection.annotation.AnnotationFile;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.annotation.ClassAttribute;
import org.tucana.detection.annotation.CocoReader;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.structure.PictureSize;

/** Targets that are texts: annotations, labels, ranks, configurations. */
final class TextTargets {
  private static final ClassAttribute CLASSES =
      new ClassAttribute("class", List.of("elliptical", "spiral"));
  private static final int LARGEST_SIDE = 64;

  private TextTargets() {}

  static FuzzTarget cocoTruth(GoodFiles good) {
    return new FuzzTarget(
        "coco-truth",
        "truth.json",
        List.of(
            GoodFiles.text(
                """
                {"info": {"year": 2020}, "licenses": [],
                 "categories": [{"id": 1, "name": "elliptical"}, {"id": 2, "name": "spiral"}],
                 "images": [{"id": 7, "file_name": "a.png", "height": 4, "width": 5}, {"id": 8}],
                 "annotations": [
                  {"id": 1, "image_id": 7, "category_id": 1, "bbox": [0.5, 1, 2.25, 3],
                   "area": 6.75, "iscrowd": 0,
                   "segmentation": {"size": [4, 5], "counts": [3, 2, 5, 6, 4]}},
                  {"id": 2, "image_id": 7, "category_id": 2, "bbox": [1, 1, 2, 2],
                   "segmentation": [[0.5, 0, 3, 0.5, 3, 3.5], [1, 1, 4, 1, 4, 4, 1, 4]]},
                  {"id": 3, "image_id": 7, "category_id": 2, "iscrowd": 1,
                   "segmentation": {"size": [4, 5], "counts": "3254O"}},
                  {"id": 4, "image_id": 8, "category_id": 2, "bbox": [1, 1, 2, 2]}]}
                """)),
        json("\"counts\"", "\"size\"", "\"bbox\"", "\"segmentation\"", "\"area\"", "oooooo", "Po"),
        file -> pixels(AnnotationFile.read(file, CLASSES)));
  }

  static FuzzTarget via(GoodFiles good) {
    String pictures =
        """
        {"a.jpg123": {"filename": "a.jpg", "size": 123, "file_attributes": {}, "regions": [
          {"shape_attributes": {"name": "polygon", "all_points_x": [1, 9, 5],
           "all_points_y": [2, 3, 8.5]}, "region_attributes": {"class": "spiral"}},
          {"shape_attributes": {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4},
           "region_attributes": {"class": {"elliptical": true}}}]},
         "b.jpg9": {"regions": {"0": {"shape_attributes": {"name": "circle", "cx": 6, "cy": 5,
           "r": 3}, "region_attributes": {"class": "spiral"}},
          "1": {"shape_attributes": {"name": "ellipse", "cx": 6, "cy": 5, "rx": 3, "ry": 2.5,
           "theta": 0.7}, "region_attributes": {"class": "spiral", "other": ""}}}}}
        """;
    return new FuzzTarget(
        "via",
        "via.json",
        List.of(
            GoodFiles.text(pictures),
            GoodFiles.text(
                "{\"_via_settings\": {\"ui\": {}}, \"_via_img_metadata\": " + pictures + "}")),
        json(
            "\"polygon\"",
            "\"ellipse\"",
            "\"regions\"",
            "\"_via_img_metadata\"",
            "\"all_points_x\"",
            "\"rx\"",
            "\"class\""),
        file -> pixels(AnnotationFile.read(file, CLASSES)));
  }

  /** Makes the objects' pixels too, in pictures as large as the file says or ours at most. */
  private static void pixels(AnnotationSet set) {
    PictureSize ours = new PictureSize(LARGEST_SIDE, LARGEST_SIDE);
    for (AnnotatedImage image : set.images().values()) {
      image.truth(
          image
              .size()
              .filter(size -> size.height() <= LARGEST_SIDE && size.width() <= LARGEST_SIDE)
              .orElse(ours));
    }
  }

  static FuzzTarget cocoDetections(GoodFiles good) {
    return new FuzzTarget(
        "coco-detections",
        "detections.json",
        List.of(
            GoodFiles.text(
                """
                [{"image_id": 7, "category_id": 1, "bbox": [0.5, 1, 2.25, 3], "score": 0.9},
                 {"image_id": 7, "category_id": 2, "score": 1,
                  "segmentation": {"size": [4, 5], "counts": [3, 2, 5, 6, 4]}},
                 {"image_id": 8, "category_id": 2, "bbox": [0, 0, 5, 4], "score": 1e-3,
                  "segmentation": {"size": [4, 5], "counts": "3254O"}}]
                """),
            GoodFiles.text("[]")),
        json("\"counts\"", "\"size\"", "\"bbox\"", "\"segmentation\"", "\"score\"", "oooooo", "Po"),
        file -> CocoReader.readDetections(file));
  }

  static FuzzTarget ranks(GoodFiles good) {
    return new FuzzTarget(
        "ranks",
        "ranks.json",
        List.of(
            GoodFiles.text(
                """
                {"layer1.*.conv2": {"in": 23, "out": 22},
                 "layer[1-3].?.downsample.0": {"rank": 20},
                 "layer4.1.conv1": {"method": "cp", "rank": 60},
                 "[!a]*": {"method": "tucker2", "in": 1, "out": 2},
                 "fc": {"method": "tt", "out": [2, 2], "in": [16, 32], "ranks": [8]}}
                """)),
        json("\"method\"", "\"tt\"", "\"cp\"", "\"svd\"", "\"rank\"", "\"ranks\"", "*", "[", "]"),
        file -> RankFile.read(file));
  }

  static FuzzTarget configuration(GoodFiles good) {
    MaskRcnnConfig defaults = MaskRcnnConfig.torchvision("resnet18", List.of("galaxy"));
    return new FuzzTarget(
        "configuration",
        "configuration.json",
        List.of(
            GoodFiles.text(MaskRcnnConfigJson.write(defaults)),
            GoodFiles.text("{\"min_size\": 256, \"classes\": [\"a\", \"b\"]}")),
        json("\"classes\"", "\"anchor_sizes\"", "\"body\"", "\"image_mean\"", "\"max_size\""),
        file ->
            MaskRcnnConfigJson.read(
                file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), defaults));
  }

  private static List<Mutation> json(String... words) {
    List<Mutation> changes = new ArrayList<>(JsonMutation.ALL);
    changes.add(NumberMutation.FREE);
    changes.add(NumberMutation.FREE);
    changes.add(new WordMutation(List.of(words)));
    return changes;
  }

  static FuzzTarget labels(GoodFiles good) throws IOException {
    Path images = Files.createDirectories(good.folder().resolve("images"));
    for (String picture : List.of("a.jpg", "b, c.jpg")) {
      Files.createFile(images.resolve(picture));
    }
    return new FuzzTarget(
        "labels",
        "labels.csv",
        List.of(
            GoodFiles.text(
                """
                file,class,raw_label,survey,split
                a.jpg,spiral,Sb,sdss,train
                "b, c.jpg",galaxy,"a ""bar"" b",decals,val
                """),
            GoodFiles.text("\ufeffclass,file,more\r\n\r\nartifact,a.jpg,\u00e9\r\n")),
        List.of(
            new WordMutation(
                List.of(
                    "\"", "\"\"", ",", "\n", "\r", "../", "/", "\0", "a.jpg", "file", "class"))),
        file -> StampSet.open(file.getParent()));
  }
}
