package org.tucana.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.app.Console;
import org.tucana.bench.Interleaving;
import org.tucana.bench.Turns;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.work.CostTableRow;
import org.tucana.bench.work.OpenWork;
import org.tucana.decomposition.tables.PublishedNetwork;
import org.tucana.decomposition.tables.PublishedNetwork.Form;

/**
 * How much of the arithmetic that compact residual networks save they save of the time.
 *
 * @param pace of the turns
 */
record ClassifierSection(Interleaving pace) {
  static final String NAME = "classifiers";

  private static final List<Form> FORMS = List.of(Form.COMPACT, Form.POINTWISE);

  Optional<ClassifierRow.Table> measure(StudyFolder folder, TimeSection.Clocked on)
      throws IOException, InterruptedException {
    List<ClassifierRow> rows = new ArrayList<>();
    for (String architecture : PublishedNetwork.ARCHITECTURES) {
      for (Form form : FORMS) {
        CostTableRow compact = new CostTableRow(architecture, form);
        String key = StudyKey.of(NAME, compact, pace, on.name(), on.threads());
        folder
            .section(
                NAME + "-" + architecture + "-" + form.text(),
                key,
                ClassifierRow.class,
                () -> row(compact, on))
            .ifPresent(rows::add);
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(new ClassifierRow.Table(rows));
  }

  private ClassifierRow row(CostTableRow compact, TimeSection.Clocked on)
      throws InterruptedException {
    Console.say("study: " + compact.architecture() + ", " + compact.form().text() + " ...");
    CostTableRow normal = new CostTableRow(compact.architecture(), Form.NORMAL);
    try (Contestant first = contestant(normal, on);
        Contestant second = contestant(compact, on)) {
      List<Turns> turns = pace.turns(List.of(first, second));
      double saved =
          (double) compact.counts(on.backend()).multiplyAdds()
              / normal.counts(on.backend()).multiplyAdds();
      return new ClassifierRow(
          compact.architecture(),
          compact.form(),
          turns.getFirst().median(),
          turns.getLast().median(),
          turns.getLast().shareOf(turns.getFirst()),
          saved);
    }
  }

  private static Contestant contestant(CostTableRow row, TimeSection.Clocked on) {
    OpenWork opened = row.open(on.backend());
    return Contestant.of(opened::run, opened::close);
  }
}
