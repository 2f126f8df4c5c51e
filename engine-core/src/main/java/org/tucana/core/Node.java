package org.tucana.core;

import java.util.List;
import org.tucana.core.type.TensorType;

/**
 * One operator of a program.
 *
 * @param op the operator
 * @param in values it reads
 * @param out values it writes
 * @param outTypes their types at the traced sizes
 * @param frames the modules it runs in, outermost first
 */
public record Node(
    Op op, List<Integer> in, List<Integer> out, List<TensorType> outTypes, List<Frame> frames) {
  public Node {
    in = List.copyOf(in);
    out = List.copyOf(out);
    outTypes = List.copyOf(outTypes);
    frames = List.copyOf(frames);
  }
}
