package org.tucana.bench.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankFileRule;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.decomposition.rewrite.Compression;
import org.tucana.decomposition.rewrite.LayerSet;
import org.tucana.decomposition.rewrite.Rewriting;
import org.tucana.decomposition.tables.PublishedNetwork;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.train.Progress;

/**
 * EVBMF on both unfoldings of every conv2 of a residual network, and their Tucker-2 decompositions
 * at the ranks that reproduce table 6.4: weights are drawn, on which EVBMF finds nothing to keep
 * and iterations converge slowest. EVBMF is the host's on every backend, Tucker-2 the backend's.
 *
 * @param architecture {@code resnet101} or the like
 */
public record ResNetRewriting(String architecture) implements DeviceWork {
  private static final long SEED = 1;

  @Override
  public String name() {
    return "evbmf-tucker2-" + architecture;
  }

  @Override
  public boolean endsOnHost() {
    return true;
  }

  /** The results are numbers of parameters: of each layer by EVBMF's ranks, of the new network. */
  @Override
  public ReadableWork open(Backend backend) {
    ResNet network =
        PublishedNetwork.build(
            ParameterSpace.random(backend, SEED), architecture, PublishedNetwork.Form.NORMAL);
    Compression<ResNet> compression = PublishedNetwork.compression(network, architecture);
    RankCandidates layers = compression.candidates(new LayerSet.Published());
    RankRule evbmf;
    try {
      evbmf = RankRules.parse("evbmf");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RankRule published = new RankFileRule(PublishedNetwork.ranks(architecture));
    return new ReadableWork() {
      @Override
      public void run() {
        evbmf.choose(layers);
        rewritten().close();
      }

      private ResNet rewritten() {
        return Rewriting.of(
                network, compression.architecture(), published.choose(layers), Progress.none())
            .network();
      }

      @Override
      public List<HostTensor> results() {
        long[] estimated =
            evbmf.choose(layers).stream().mapToLong(RankChoice::parameters).toArray();
        try (ResNet smaller = rewritten()) {
          long all =
              smaller.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum();
          return List.of(
              HostTensor.of(Shape.of(estimated.length), estimated),
              HostTensor.of(Shape.scalar(), all));
        }
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }
}
