package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.TensorLayout;

/**
 * How the pictures of a convolution lie. Each is row-major, or the view [N,C,H,W] of row-major
 * [N,H,W,C], as plans may store values; filters take the order that both pictures have.
 */
record ConvolutionLayouts(ChannelOrder x, ChannelOrder weight, ChannelOrder y) {

  /** A picture without a second channel or cell fits both orders, and follows the other. */
  static ConvolutionLayouts of(Operand x, Operand y) {
    if (isChannelsLast(x) && isChannelsLast(y) && !(x.isRowMajor() && y.isRowMajor())) {
      return new ConvolutionLayouts(
          ChannelOrder.CHANNELS_LAST, ChannelOrder.CHANNELS_LAST, ChannelOrder.CHANNELS_LAST);
    }
    return new ConvolutionLayouts(order(x), ChannelOrder.CHANNELS_FIRST, order(y));
  }

  private static ChannelOrder order(Operand x) {
    if (x.isRowMajor()) {
      return ChannelOrder.CHANNELS_FIRST;
    }
    if (isChannelsLast(x)) {
      return ChannelOrder.CHANNELS_LAST;
    }
    throw new BackendException(
        "conv2d: row-major [N,C,H,W] or [N,H,W,C] wanted, got " + x + "; copy it first");
  }

  private static boolean isChannelsLast(Operand x) {
    return channelsLast(x).isRowMajor();
  }

  /** [N,C,H,W] seen as [N,H,W,C]. */
  static Operand channelsLast(Operand x) {
    return x.permute(0, 2, 3, 1);
  }

  /** The view that is row-major where an operand lies in an order. */
  static Operand inOrder(Operand x, ChannelOrder order) {
    return order == ChannelOrder.CHANNELS_LAST ? channelsLast(x) : x;
  }

  TensorLayout xLayout(Operand operand) {
    return new TensorLayout(operand.type(), x);
  }

  TensorLayout weightLayout(Operand operand) {
    return new TensorLayout(operand.type(), weight);
  }

  TensorLayout yLayout(Operand operand) {
    return new TensorLayout(operand.type(), y);
  }
}
