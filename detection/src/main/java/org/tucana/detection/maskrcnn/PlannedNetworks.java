package org.tucana.detection.maskrcnn;

import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.rpn.RpnPrediction;

/**
 * Runs each network as a plan that the backend compiled for the sizes seen. For inference with
 * parameters that no longer change; used by one thread at a time.
 */
public final class PlannedNetworks implements StageNetworks, AutoCloseable {
  private final EagerSession session;
  private final PlanCache proposer;
  private final PlanCache boxHead;
  private final PlanCache maskHead;

  /** For pictures of how many sizes plans are kept, unless said otherwise. */
  public static final int SIZES = 4;

  /**
   * @param session that the plans run in
   */
  public PlannedNetworks(EagerSession session, MaskRcnn model) {
    this(session, model, SIZES);
  }

  /**
   * @param session that the plans run in
   * @param sizes for pictures of how many sizes plans are kept at a time
   */
  public PlannedNetworks(EagerSession session, MaskRcnn model, int sizes) {
    this.session = session;
    EagerNetworks networks = new EagerNetworks(model);
    proposer = new PlanCache(session.backend(), x -> networks.propose(x).tensors(), sizes);
    boxHead = new PlanCache(session.backend(), x -> networks.classify(x).tensors(), 1);
    maskHead = new PlanCache(session.backend(), x -> List.of(networks.outline(x)), 1);
  }

  @Override
  public Proposer propose(Tensor pixels) {
    List<Tensor> outputs = proposer.run(session, pixels);
    int levels = outputs.size() - 2;
    return new Proposer(
        List.of(),
        new FeaturePyramid(outputs.subList(0, levels)),
        new RpnPrediction(outputs.get(levels), outputs.get(levels + 1)));
  }

  @Override
  public BoxPrediction classify(Tensor regions) {
    List<Tensor> outputs = boxHead.run(session, regions);
    return new BoxPrediction(outputs.get(0), outputs.get(1));
  }

  @Override
  public Tensor outline(Tensor regions) {
    return maskHead.run(session, regions).getFirst();
  }

  @Override
  public void close() {
    proposer.close();
    boxHead.close();
    maskHead.close();
  }
}
