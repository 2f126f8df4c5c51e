package org.tucana.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The database of open-source vulnerabilities, by its public interface, version 1: {@code
 * /v1/querybatch} names the vulnerabilities of packages in pages, {@code /v1/vulns/ID} describes
 * one.
 *
 * @param service where it is, without a path
 * @param client that asks
 * @param patience for each answer
 */
record Osv(URI service, HttpClient client, Duration patience) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  /** The service's own limit. */
  private static final int PACKAGES_A_REQUEST = 1000;

  /** A service that always names a next page must not keep us for ever. */
  private static final int PAGES = 100;

  /** What to ask next of a package: its first page, or a further one. */
  private record Query(String packageUrl, Optional<String> page) {}

  /**
   * The vulnerabilities of each package that has any; those that were withdrawn do not count.
   *
   * @throws UnreachableException where there is no list of them, or not the expected one
   */
  Map<String, List<Vulnerability>> vulnerabilities(List<String> packages)
      throws UnreachableException, InterruptedException {
    Map<String, Optional<Vulnerability>> known = new HashMap<>();
    Map<String, List<Vulnerability>> found = new TreeMap<>();
    for (Map.Entry<String, Set<String>> entry : identifiers(packages).entrySet()) {
      for (String id : entry.getValue()) {
        if (!known.containsKey(id)) {
          known.put(id, describe(id));
        }
        known
            .get(id)
            .ifPresent(
                one -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(one));
      }
    }
    return found;
  }

  private Map<String, Set<String>> identifiers(List<String> packages)
      throws UnreachableException, InterruptedException {
    Map<String, Set<String>> identifiers = new TreeMap<>();
    for (int first = 0; first < packages.size(); first += PACKAGES_A_REQUEST) {
      int end = Math.min(packages.size(), first + PACKAGES_A_REQUEST);
      List<Query> queries =
          packages.subList(first, end).stream()
              .map(url -> new Query(url, Optional.empty()))
              .toList();
      for (int page = 0; !queries.isEmpty(); page++) {
        if (page == PAGES) {
          throw new UnreachableException("it names a next page " + PAGES + " times");
        }
        queries = ask(queries, identifiers);
      }
    }
    return identifiers;
  }

  /** Adds what one request brings; the queries for what comes after it. */
  private List<Query> ask(List<Query> queries, Map<String, Set<String>> identifiers)
      throws UnreachableException, InterruptedException {
    JsonNode results = exchange(batch(queries)).path("results");
    // Answers have the order of the questions, and no other sign of what they belong to.
    if (results.size() != queries.size()) {
      throw new UnreachableException(
          "it answers %d of %d questions".formatted(results.size(), queries.size()));
    }
    List<Query> next = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      String url = queries.get(i).packageUrl;
      JsonNode result = results.get(i);
      for (JsonNode vulnerability : result.path("vulns")) {
        identifiers.computeIfAbsent(url, _ -> new TreeSet<>()).add(identifier(vulnerability));
      }
      String page = result.path("next_page_token").asText();
      if (!page.isEmpty()) {
        next.add(new Query(url, Optional.of(page)));
      }
    }
    return next;
  }

  private HttpRequest batch(List<Query> queries) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode list = body.putArray("queries");
    for (Query query : queries) {
      ObjectNode one = list.addObject();
      one.putObject("package").put("purl", query.packageUrl);
      query.page.ifPresent(page -> one.put("page_token", page));
    }
    return request("/v1/querybatch")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private Optional<Vulnerability> describe(String id) throws InterruptedException {
    JsonNode found;
    try {
      found = exchange(request("/v1/vulns/" + id).build());
    } catch (UnreachableException e) {
      // It was named, so it counts, described or not.
      return Optional.of(
          new Vulnerability(id, List.of(), "", "without description, " + e.getMessage()));
    }
    if (found.hasNonNull("withdrawn")) {
      return Optional.empty();
    }
    List<String> aliases = new ArrayList<>();
    found.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    return Optional.of(
        new Vulnerability(
            id,
            aliases,
            found.path("database_specific").path("severity").asText(),
            found.path("summary").asText()));
  }

  private static String identifier(JsonNode vulnerability) throws UnreachableException {
    String id = vulnerability.path("id").asText();
    // It becomes part of an address.
    if (!id.matches("[A-Za-z0-9:._-]+")) {
      throw new UnreachableException("it answers without a usable id");
    }
    return id;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.resolve(path)).timeout(patience);
  }

  private JsonNode exchange(HttpRequest request) throws UnreachableException, InterruptedException {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new UnreachableException("it answers with status " + response.statusCode());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new UnreachableException("it answers with no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UnreachableException(e.toString(), e);
    }
  }
}
