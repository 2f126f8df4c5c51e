package org.tucana.bench.work;

import java.util.List;
import org.tucana.core.type.HostTensor;

/** A prepared work whose outcome can be looked at. */
public interface ReadableWork extends OpenWork {
  /** Does the work once and reads what came of it. */
  List<HostTensor> results();
}
