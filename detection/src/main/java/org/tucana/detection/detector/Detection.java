package org.tucana.detection.detector;

import java.util.Optional;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.RunLength;

/**
 * An object that was found in a picture.
 *
 * @param box in pixels of the picture
 * @param label its class from 1 on
 * @param className name of the class
 * @param score probability of the class
 * @param mask its pixels, over the whole picture
 * @param probabilities how sure each pixel is, of which the mask has those of at least one half;
 *     empty where the method that found it knows only yes and no
 */
public record Detection(
    Box box,
    int label,
    String className,
    float score,
    RunLength mask,
    Optional<MaskCrop> probabilities) {}
