package org.tucana.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependencyAuditTest {
  private static final String OLD_LOGGER = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
  private static final String BILL =
      """
      {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"group": "org.tucana", "name": "app"}},
        "components": [
          {"group": "org.tucana", "name": "nn", "purl": "pkg:maven/org.tucana/nn@0.1.0?type=jar"},
          {
            "group": "org.apache.logging.log4j",
            "name": "log4j-core",
            "purl": "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar"
          },
          {
            "group": "org.slf4j",
            "name": "slf4j-api",
            "purl": "pkg:maven/org.slf4j/slf4j-api@2.0.20?classifier=x&type=jar"
          }
        ]
      }
      """;
  private static final String REMOTE_CODE =
      """
      {
        "id": "GHSA-jfh8-c2jp-5v3q",
        "summary": "Remote code injection in Log4j",
        "aliases": ["CVE-2021-44228"],
        "database_specific": {"severity": "CRITICAL"}
      }
      """;
  private static final String WITHDRAWN =
      """
      {"id": "GHSA-1111-2222-3333", "withdrawn": "2022-01-01T00:00:00Z"}
      """;

  @TempDir private Path folder;
  private StubService service;
  private Path bill;
  private Path accepted;

  private record Run(int status, String output) {}

  @BeforeEach
  void start() throws IOException {
    service = new StubService();
    bill = Files.writeString(folder.resolve("bill.json"), BILL);
    accepted = Files.writeString(folder.resolve("accepted.txt"), "# nothing\n\n");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Run audit(URI address) throws InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        DependencyAudit.run(
            new String[] {bill.toString(), accepted.toString(), address.toString()},
            new PrintStream(said, true, StandardCharsets.UTF_8));
    return new Run(status, said.toString(StandardCharsets.UTF_8));
  }

  private Run audit() throws InterruptedException {
    return audit(service.address());
  }

  private void assertEnds(int status, String words) throws InterruptedException {
    Run run = audit();
    assertEquals(status, run.status, run.output);
    assertTrue(run.output.contains(words), run.output);
  }

  @Test
  void nothingKnownPasses() throws InterruptedException {
    Run run = audit();
    assertEquals(0, run.status, run.output);
    assertEquals(
        "dependency audit: 2 packages asked of " + service.address() + ", 0 known vulnerabilities",
        run.output.strip());
  }

  @Test
  void aVulnerablePackageFails() throws InterruptedException {
    service.add(OLD_LOGGER, "GHSA-jfh8-c2jp-5v3q", REMOTE_CODE);
    assertEnds(
        1,
        "VULNERABLE: "
            + OLD_LOGGER
            + " GHSA-jfh8-c2jp-5v3q (CVE-2021-44228), CRITICAL: Remote code injection in Log4j");
  }

  @Test
  void furtherPagesAreRead() throws InterruptedException {
    service.add(OLD_LOGGER, "GHSA-1111-2222-3333", WITHDRAWN);
    service.add(OLD_LOGGER, "GHSA-jfh8-c2jp-5v3q", REMOTE_CODE);
    assertEnds(1, "1 known vulnerabilities");
  }

  @Test
  void whatWasWithdrawnDoesNotCount() throws InterruptedException {
    service.add(OLD_LOGGER, "GHSA-1111-2222-3333", WITHDRAWN);
    assertEquals(0, audit().status);
  }

  @Test
  void whatIsNamedCountsWithoutADescription() throws InterruptedException {
    service.add(OLD_LOGGER, "GHSA-jfh8-c2jp-5v3q");
    assertEnds(
        1, "VULNERABLE: " + OLD_LOGGER + " GHSA-jfh8-c2jp-5v3q: without description, it answers");
  }

  @Test
  void acceptancesEnd() throws IOException, InterruptedException {
    service.add(OLD_LOGGER, "GHSA-jfh8-c2jp-5v3q", REMOTE_CODE);
    Files.writeString(accepted, "GHSA-jfh8-c2jp-5v3q 9999-12-31 never loaded\n");
    Run run = audit();
    assertEquals(0, run.status, run.output);
    assertTrue(run.output.startsWith("accepted: " + OLD_LOGGER), run.output);
    Files.writeString(accepted, "GHSA-jfh8-c2jp-5v3q 2021-12-31 never loaded\n");
    assertEnds(1, "VULNERABLE: ");
  }

  @Test
  void acceptancesNeedADayAndAReason() throws IOException, InterruptedException {
    Files.writeString(accepted, "# so\nGHSA-jfh8-c2jp-5v3q soon never loaded\n");
    assertEnds(2, "line 2: expected an id, a day and a reason");
    Files.writeString(accepted, "GHSA-jfh8-c2jp-5v3q 2027-12-31\n");
    assertEnds(2, "line 1: expected an id, a day and a reason");
  }

  @Test
  void aServiceThatIsAbsentIsToldInOneLine() throws InterruptedException {
    URI address = service.address();
    service.close();
    Run run = audit(address);
    assertEquals(0, run.status, run.output);
    assertEquals(1, run.output.lines().count(), run.output);
    assertTrue(
        run.output.startsWith("dependency audit: NOT DONE, " + address + " is not reachable: "),
        run.output);
    assertTrue(run.output.contains("2 packages were not checked"), run.output);
  }

  @Test
  void anUnexpectedAnswerIsNone() throws InterruptedException {
    service.answerQuestions(503, "");
    assertEnds(0, "NOT DONE");
    assertEnds(0, "status 503");
    service.answerQuestions(200, "<html>");
    assertEnds(0, "NOT DONE");
    assertEnds(0, "no JSON");
    service.answerQuestions(200, "{\"results\": [{}]}");
    assertEnds(0, "NOT DONE");
    assertEnds(0, "1 of 2 questions");
    service.answerQuestions(200, "{\"results\": [{\"vulns\": [{\"id\": \"../x\"}]}, {}]}");
    assertEnds(0, "NOT DONE");
    assertEnds(0, "without a usable id");
    service.answerQuestions(
        200, "{\"results\": [{\"next_page_token\": \"a\"}, {\"next_page_token\": \"b\"}]}");
    assertEnds(0, "NOT DONE");
    assertEnds(0, "next page 100 times");
  }

  @Test
  void anUnusableBillIsWrongUse() throws IOException, InterruptedException {
    Files.writeString(bill, "{}");
    assertEnds(2, "expected a CycloneDX bill");
    Files.writeString(bill, "{");
    assertEnds(2, "no usable JSON");
    Files.writeString(bill, "{\"bomFormat\": \"CycloneDX\", \"components\": []}");
    assertEnds(2, "lists nothing");
    Files.writeString(
        bill,
        "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"name\": \"x\", \"purl\": \"x\"}]}");
    assertEnds(2, "component 'x' has no package URL");
    Files.delete(bill);
    assertEnds(2, "make it by ./mvnw verify");
  }

  @Test
  void argumentsAreThree() throws InterruptedException {
    PrintStream unread =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    assertEquals(2, DependencyAudit.run(new String[] {"bill"}, unread));
  }
}
