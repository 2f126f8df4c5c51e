package org.tucana.detection.structure;

/** What several rings enclose together. */
public enum FillRule {
  /** What any of them encloses: COCO's lists of polygons. */
  UNION {
    @Override
    boolean isInside(boolean one, boolean other) {
      return one || other;
    }
  },

  /** What an odd number of them encloses, so that a ring within another is a hole. */
  EVEN_ODD {
    @Override
    boolean isInside(boolean one, boolean other) {
      return one ^ other;
    }
  };

  abstract boolean isInside(boolean one, boolean other);
}
