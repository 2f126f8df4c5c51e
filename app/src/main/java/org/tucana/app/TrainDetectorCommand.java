package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.scene.SceneMixture;
import org.tucana.astro.stretch.Stretch;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.config.MaskConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.tiling.Tiling;
import org.tucana.detection.train.DetectorTask;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.train.TrainRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a Mask R-CNN on composed, simulated and single galaxies. */
@Command(
    name = "detector",
    description = "Trains a Mask R-CNN that finds, classifies and outlines galaxies.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --data it trains on simulated skies alone. With a detector as --init, compressed or"
          + " not, training goes on from its weights with its settings. ImageNet weights of a"
          + " ResNet give the body, torchvision's weights of a Mask R-CNN all but the last layers,"
          + " which know its classes; both bring their sizes, which --config must not change.",
      "With --backbone the body, and how its layers are stored, is that of a trained classifier.",
      "With --teacher the detector also learns to have the teacher's features, objectness and masks,"
          + " but not its classes: a way to regain what a compressed model lost.",
      "Example: tucana train detector --data stamps --init resnet18.safetensors"
          + " --out model.safetensors --steps 2000 --half"
    })
final class TrainDetectorCommand implements Callable<Integer> {
  /** How physical values become pictures like those of stamps and of simulated display pictures. */
  private static final String STRETCH = "colour:8,100";

  @Option(
      names = "--data",
      description = "Stamps: a folder with labels.csv and images/; rows of split 'val' stay out.")
  private Path data;

  @Option(
      names = "--forget-classes",
      description =
          "Stamps teach boxes and outlines only; classes come from simulated galaxies alone. Then"
              + " train classes can be cross-validated honestly.")
  private boolean forgetClasses;

  @Option(names = "--config", description = "The network's settings, JSON; see infer --help.")
  private Path config;

  @Option(
      names = "--backbone",
      description =
          "Start a new detector on the body of a classifier, compressed or not: a model written by"
              + " train classifier --whole, or public weights.")
  private Path backbone;

  @Mixin private TrainOptions options;
  @Mixin private TrainingScenes scenes;
  @Mixin private TeacherOptions teaching;
  @Mixin private StageOptions staging;
  @Mixin private BackendMixin backend;

  TrainDetectorCommand() {}

  /**
   * The default network: ResNet-18 with narrow pyramid and heads, for objects of 8 to 200 pixels in
   * pictures of 256.
   */
  static MaskRcnnConfig defaults() {
    MaskRcnnConfig standard = MaskRcnnConfig.torchvision("resnet18", GalaxyClass.titles());
    TransformConfig transform = standard.transform();
    BoxConfig box = standard.box();
    return standard
        .with(
            new TransformConfig(
                TrainingScenes.SIDE,
                2 * TrainingScenes.SIDE,
                transform.imageMean(),
                transform.imageStd()))
        .with(new BackboneConfig("resnet18", 64))
        .with(AnchorConfig.ofSizes(10, 20, 40, 80, 160))
        .with(new RpnConfig(600, 600, 300, 300, 0.7, 0.6, 0.3, 256, 0.5, 0))
        .with(
            new BoxConfig(
                0.3,
                0.4,
                100,
                box.foregroundIou(),
                box.backgroundIou(),
                96,
                0.33,
                box.regressionWeights(),
                256,
                true,
                false))
        .with(new MaskConfig(List.of(64, 64, 64), 64));
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    teaching.check();
    TrainRecipe recipe = staging.recipe(options);
    if (data == null && (forgetClasses || scenes.choosesStamps())) {
      throw new FormatException(
          "train detector: --forget-classes, --only-classified and --survey are about stamps; name"
              + " them with --data");
    }
    if (backbone != null && options.init().isPresent()) {
      throw new FormatException(
          "train detector: --backbone starts a new detector and --init says what to start from;"
              + " leave one of them out");
    }
    DetectorStart init =
        backbone == null ? DetectorStart.read(options.init()) : DetectorStart.ofBackbone(backbone);
    SceneMixture examples =
        data == null
            ? SceneMixture.simulated(options.seed(), options.batch(), TrainingScenes.SIDE)
            : scenes.of(StampSet.open(data), forgetClasses, options.seed(), options.batch());
    Provenance provenance = options.provenance(examples.description());
    try (Backend opened = backend.open();
        DetectorModel model = start(opened, init, provenance);
        TeacherOptions.Lessons lessons = teaching.open(opened)) {
      init.load(model.network()).ifPresent(Console::say);
      DetectorTask task =
          lessons.joinedTo(
              new DetectorTask(
                  model.network(), examples, DetectorTask.Evaluation.none(), options.seed()));
      if (options.run(task, recipe)) {
        model.write(options.out(), options.precision());
        Console.say("wrote " + options.out());
      }
    }
    return 0;
  }

  private String initName() {
    return options.init().orElseThrow().toString();
  }

  /** The detector of {@code init} where that is a model, one with drawn weights otherwise. */
  private DetectorModel start(Backend opened, DetectorStart init, Provenance provenance)
      throws IOException {
    if (init instanceof DetectorStart.Model(ModelFile file)) {
      return goOn(opened, file, provenance);
    }
    MaskRcnnConfig defaults = init.settings(defaults());
    MaskRcnnConfig settings =
        config == null
            ? defaults
            : MaskRcnnConfigJson.read(config.toString(), TextFile.read(config), defaults);
    if (!settings.classes().equals(GalaxyClass.titles())) {
      throw new FormatException(otherClasses(config.toString(), settings) + "; leave the key out");
    }
    return new DetectorModel(
        FactorisedNetworks.build(
            ParameterSpace.random(opened, options.seed()).withForms(init.forms()),
            space -> new MaskRcnn(space, settings)),
        STRETCH,
        new Tiling(TrainingScenes.SIDE, TrainingScenes.SIDE / 4),
        provenance);
  }

  private DetectorModel goOn(Backend opened, ModelFile file, Provenance provenance) {
    if (config != null) {
      throw new FormatException(
          "train detector: "
              + initName()
              + " is a model with settings of its own; leave --config out");
    }
    DetectorModel model = DetectorModel.of(initName(), file, opened);
    try {
      checkTrainable(initName(), model);
    } catch (FormatException e) {
      model.close();
      throw e;
    }
    return new DetectorModel(model.network(), model.stretch(), model.tiling(), provenance);
  }

  /**
   * Refuses a model whose pictures or classes are not those of this training.
   *
   * @param source file name, for messages
   */
  static void checkTrainable(String source, DetectorModel model) {
    String cure = "; use a model written by tucana train detector";
    MaskRcnnConfig settings = model.network().config();
    if (!settings.classes().equals(GalaxyClass.titles())) {
      throw new FormatException(otherClasses(source, settings) + cure);
    }
    if (!List.of(STRETCH, Stretch.DISPLAY).contains(model.stretch())) {
      throw new FormatException(
          source
              + ": its pictures have the stretch '"
              + model.stretch()
              + "' but those of training '"
              + STRETCH
              + "'"
              + cure);
    }
  }

  private static String otherClasses(String source, MaskRcnnConfig settings) {
    return source
        + ": classes must be those of the stamps, "
        + GalaxyClass.titles()
        + ", got "
        + settings.classes();
  }
}
