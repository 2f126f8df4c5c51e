package org.tucana.cuda.binding;

/** Which axis of pictures [N,C,H,W] or filters [K,C,R,S] runs fastest in memory. */
public enum ChannelOrder {
  /** Columns: NCHW, KCRS. */
  CHANNELS_FIRST,
  /** Channels: NHWC, KRSC. */
  CHANNELS_LAST
}
