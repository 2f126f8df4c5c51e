package org.tucana.core.kernel;

import java.util.List;

/** Boxes and regions; boxes are x1, y1, x2, y2 in pixels; all row-major. */
public interface Region {
  /**
   * Samples boxes from feature maps by bilinear interpolation (He et al. 2017, section 3; sampling
   * as torchvision's roi_align).
   *
   * @param levels feature maps [N,C,H_l,W_l], as many as the geometry has scales
   * @param boxes [R,4]
   * @param pictures INT32 [R], the picture of the batch each box lies in
   * @param y [R,C,rows,columns]
   */
  void roiAlign(
      RoiAlignGeometry geometry, List<Operand> levels, Operand boxes, Operand pictures, Operand y);

  /** Gradients of the feature maps; overwritten, each summed in a fixed order. */
  void roiAlignGradient(
      RoiAlignGeometry geometry,
      Operand boxes,
      Operand pictures,
      Operand dy,
      List<Operand> dLevels);

  /**
   * Intersection over union of each box of a [A,4] with each of b [B,4], to y [A,B]; 0 where the
   * union is empty.
   */
  void boxIou(Operand a, Operand b, Operand y);

  /**
   * Greedy non-maximum suppression in the order of falling scores (equal scores: by position): a
   * box goes if its IoU with a kept one of its group exceeds the threshold. It ends with as many
   * kept boxes as are wanted.
   *
   * @param boxes [B,4]
   * @param scores [B]
   * @param groups INT32 [B]; boxes of different groups do not touch each other
   * @param kept INT32 [K], K at most B: positions of the first K kept boxes by falling score; where
   *     there are fewer, the rest is -1
   * @param count INT32 []: how many positions are in {@code kept}
   */
  void nonMaximumSuppression(
      double threshold, Operand boxes, Operand scores, Operand groups, Operand kept, Operand count);
}
