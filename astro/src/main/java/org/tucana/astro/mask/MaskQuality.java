package org.tucana.astro.mask;

/** What an automatic mask is worth as truth. */
public enum MaskQuality {
  GOOD,
  /** Nothing brighter than the threshold lies at the centre. */
  NO_OBJECT,
  /** Covers less than 0.3 % of the picture: a star, a nucleus or a speck of noise. */
  TOO_SMALL,
  /** Covers more than 60 % of the picture: the sky is in it. */
  TOO_LARGE,
  /** Runs along the picture's border for long: only a part of the object is seen. */
  CUT_BY_BORDER,
  /** Mostly threads and specks: the threshold runs through the sky's noise. */
  RAGGED
}
