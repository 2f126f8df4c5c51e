package org.tucana.detection.structure;

import java.util.OptionalInt;

/**
 * The truth about one object of a picture.
 *
 * @param box the tight box of the mask
 * @param label class from 1 on (0 is background), or empty where the object is known but its class
 *     is not: such an object trains everything but the class
 * @param mask its pixels, of the picture's size
 */
public record Annotation(Box box, OptionalInt label, BinaryMask mask) {}
