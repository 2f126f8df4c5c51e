package org.tucana.astro.scene;

import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;

/**
 * Scenes composed of real stamps, half of them survey-like, half deep.
 *
 * @param size how many
 * @param survey makes the survey-like ones
 * @param deep makes the deep ones of the same stamps
 */
public record ComposedScenes(int size, Composer survey, Composer deep) implements LabelledPictures {
  /** Scenes that a composer of survey-like ones makes, and one of deep ones of its stamps. */
  public ComposedScenes(int size, Composer survey) {
    this(size, survey, survey.with(SceneStyle.deep(survey.style().side())));
  }

  @Override
  public String title() {
    return "scenes";
  }

  @Override
  public LabelledPicture picture(int index) {
    return LabelledPicture.of((index % 2 == 0 ? survey : deep).scene(index));
  }
}
