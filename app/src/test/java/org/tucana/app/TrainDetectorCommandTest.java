package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which stamps {@code tucana train detector} learns from. */
class TrainDetectorCommandTest {
  private static final int CLASSIFIED = 4;

  @TempDir private Path folder;

  private CommandRun train(String... more) throws IOException {
    return trainOn(stamps(), more);
  }

  private CommandRun trainOn(Path stamps, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "detector",
                "--data",
                stamps.toString(),
                "--out",
                folder.resolve("model.safetensors").toString(),
                "--config",
                Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY).toString(),
                "--steps",
                "1",
                "--batch",
                "1"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Four stamps of the four classes, the first of them once more without a class. */
  private Path stamps() throws IOException {
    Path stamps = StampFolder.write(folder.resolve("stamps"), CLASSIFIED, 128);
    Path images = stamps.resolve("images");
    Files.copy(
        images.resolve("0.png"),
        images.resolve("unknown.png"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        stamps.resolve("labels.csv"), "unknown.png,galaxy\n", StandardOpenOption.APPEND);
    return stamps;
  }

  private void learnsFrom(String stamps, CommandRun run) {
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.errors().contains("stamps: " + stamps + " have a usable mask"), run.errors());
    assertTrue(Files.exists(folder.resolve("model.safetensors")));
  }

  @Test
  void allStampsTeachWithTheirClassesForgotten() throws IOException {
    learnsFrom("5 of 5", train("--forget-classes"));
  }

  @Test
  void stampsOfUnknownClassAreLeftOutBeforeClassesAreForgotten() throws IOException {
    learnsFrom("4 of 4", train("--only-classified", "--forget-classes"));
  }

  @Test
  void oneSurveyTeaches() throws IOException {
    Path stamps = stamps();
    Path labels = stamps.resolve("labels.csv");
    List<String> lines = Files.readAllLines(labels);
    List<String> divided = new ArrayList<>(List.of(lines.getFirst() + ",survey"));
    for (int i = 1; i < lines.size(); i++) {
      divided.add(lines.get(i) + (i <= 3 ? ",north" : ",south"));
    }
    Files.write(labels, divided);
    learnsFrom("3 of 3", trainOn(stamps, "--survey", "north"));
    CommandRun run = trainOn(stamps, "--survey", "west");
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(
        run.errors().contains("no stamp of survey 'west', expected one of north, south; "),
        run.errors());
    for (String command : List.of("classes", "classifier")) {
      CommandRun other =
          CommandRun.of(
              "train",
              command,
              "--data",
              stamps.toString(),
              "--survey",
              "west",
              "--out",
              folder.resolve("other.safetensors").toString());
      assertEquals(Main.WRONG_INPUT, other.status());
      assertTrue(other.errors().contains("expected one of north, south; "), other.errors());
    }
    CommandRun none = staged("heads:1:1", "--survey", "north");
    assertEquals(Main.WRONG_INPUT, none.status());
    assertTrue(none.errors().contains("name them with --data"), none.errors());
  }

  @Test
  void withoutAStampThatMayTeachThereIsNoScene() throws IOException {
    Path stamps = stamps();
    Files.writeString(stamps.resolve("labels.csv"), "file,class\nunknown.png,galaxy\n");
    CommandRun run =
        CommandRun.of(
            "train",
            "detector",
            "--data",
            stamps.toString(),
            "--only-classified",
            "--out",
            folder.resolve("model.safetensors").toString());
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(run.errors().contains("no stamp that may teach has a usable mask"), run.errors());
    assertFalse(Files.exists(folder.resolve("model.safetensors")));
  }

  @Test
  void aTeacherIsImitatedAndPartOfTheTraining() throws IOException {
    CommandRun first = train();
    assertEquals(0, first.status(), first.errors());
    Path teacher = Files.move(folder.resolve("model.safetensors"), folder.resolve("t.safetensors"));
    CommandRun taught = train("--teacher", teacher.toString(), "--teacher-weight", "0.5");
    assertEquals(0, taught.status(), taught.errors());
    Path training = folder.resolve("model.safetensors.training");
    String log = Files.readString(training.resolve("log.jsonl"));
    for (String loss : List.of("pyramid", "objectness", "regions", "masks")) {
      assertTrue(log.contains("\"teacher_" + loss + "\""), log);
    }
    CommandRun resumed =
        train(
            "--teacher",
            teacher.toString(),
            "--resume",
            training.resolve("checkpoint.safetensors").toString());
    assertEquals(Main.WRONG_INPUT, resumed.status());
    assertTrue(resumed.errors().contains("taught by t.safetensors (SHA-256 "), resumed.errors());
    assertTrue(resumed.errors().contains(" with weight 0.5'"), resumed.errors());
  }

  @Test
  void aTeacherThatDoesNotFitIsRefused() throws IOException {
    CommandRun run = train("--teacher", ShippedModel.file().toString());
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(
        run.errors().contains("teacher: galaxies.safetensors (SHA-256 ")
            && run.errors().contains(" does not fit, expected "),
        run.errors());
    assertEquals(1, run.errors().lines().filter(l -> !l.startsWith("stamps: ")).count());
    refused("name one with --teacher", "--teacher-weight", "2");
    refused("must be positive and finite, got 0.0", "--teacher", "t", "--teacher-weight", "0");
    assertFalse(Files.exists(folder.resolve("model.safetensors")));
  }

  private CommandRun staged(String stages, String... more) throws IOException {
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    List<String> words = new ArrayList<>(List.of("train", "detector", "--stages", stages));
    words.addAll(List.of("--out", folder.resolve("model.safetensors").toString()));
    words.addAll(List.of("--config", config.toString(), "--batch", "1"));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void stagesFollowEachOtherWithTheirRates() throws IOException {
    CommandRun run = staged("heads:1:1,5+:1:0.1,all:2:0.01", "--steps", "4", "--rate", "0.02");
    assertEquals(0, run.status(), run.errors());
    List<Double> rates = new ArrayList<>();
    Path log = folder.resolve("model.safetensors.training/log.jsonl");
    for (String line : Files.readAllLines(log)) {
      rates.add(new ObjectMapper().readTree(line).get("rate").asDouble());
    }
    assertEquals(4, rates.size());
    assertEquals(0.05 * 0.02, rates.get(0), 1e-12);
    assertEquals(0.1 * 0.02, rates.get(1), 1e-12);
    assertEquals(0.01 * 0.02, rates.get(2), 1e-12);
    assertEquals(0.01 * 0.02, rates.get(3), 1e-12);
  }

  @Test
  void stagesThatMeanNothingAreRefused() throws IOException {
    String shape = "a stage is PART:STEPS:FACTOR with a part of heads, 5+, 4+, 3+, all ";
    for (String stages :
        List.of("heads:1", "2+:1:1", "heads:x:1", "heads:0:1", "heads:1:0", "heads:1:NaN", "a:")) {
      CommandRun run = staged(stages);
      assertEquals(Main.WRONG_INPUT, run.status());
      assertTrue(run.errors().contains(shape), run.errors());
      assertTrue(run.errors().contains("got '" + stages + "' in --stages"), run.errors());
      assertEquals(1, run.errors().lines().count(), run.errors());
    }
    CommandRun run = staged("heads:1:1,all:1:1", "--steps", "3");
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(
        run.errors().contains("--steps is 3 but the stages have 2 together; leave --steps out"),
        run.errors());
  }

  private void refused(String words, String... options) throws IOException {
    CommandRun run = train(options);
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(run.errors().contains(words), run.errors());
  }
}
