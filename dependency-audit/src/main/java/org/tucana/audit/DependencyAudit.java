package org.tucana.audit;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Looks for known vulnerabilities in what a product ships. It ends with status 0 where none is
 * known or the database could not be asked, which it says; 1 where one is known; 2 for wrong use.
 *
 * @param osv the database
 * @param today by which acceptances end
 * @param out for what there is to say
 */
record DependencyAudit(Osv osv, LocalDate today, PrintStream out) {
  static final int PASSED = 0;
  static final int VULNERABLE = 1;
  static final int WRONG_USE = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ARGUMENTS = 3;

  /** Arguments: a CycloneDX file, the accepted vulnerabilities, and where the database is. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments, System.out));
  }

  static int run(String[] arguments, PrintStream out) throws InterruptedException {
    if (arguments.length != ARGUMENTS) {
      out.println("dependency audit: expected BILL ACCEPTED SERVICE");
      return WRONG_USE;
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      Osv osv = new Osv(URI.create(arguments[2]), client, PATIENCE);
      return new DependencyAudit(osv, LocalDate.now(Clock.systemUTC()), out)
          .audit(
              BillOfMaterials.read(Path.of(arguments[0])), Acceptances.read(Path.of(arguments[1])));
    } catch (AuditException | IllegalArgumentException e) {
      out.println("dependency audit: " + e.getMessage());
      return WRONG_USE;
    }
  }

  int audit(BillOfMaterials bill, Acceptances accepted) throws InterruptedException {
    Map<String, List<Vulnerability>> found;
    try {
      found = osv.vulnerabilities(bill.packages());
    } catch (UnreachableException e) {
      out.printf(
          "dependency audit: NOT DONE, %s is not reachable: %s; %d packages were not checked%n",
          osv.service(), e.getMessage(), bill.packages().size());
      return PASSED;
    }
    int open = 0;
    for (var entry : found.entrySet()) {
      for (Vulnerability vulnerability : entry.getValue()) {
        boolean settled = accepted.covers(vulnerability, today);
        open += settled ? 0 : 1;
        out.println(
            (settled ? "accepted: " : "VULNERABLE: ") + entry.getKey() + " " + vulnerability);
      }
    }
    out.printf(
        "dependency audit: %d packages asked of %s, %d known vulnerabilities%n",
        bill.packages().size(), osv.service(), open);
    return open == 0 ? PASSED : VULNERABLE;
  }
}
