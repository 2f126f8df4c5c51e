package org.tucana.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * OSV's interface on this machine, with what a test puts in. Answers have one vulnerability a page.
 */
final class StubService implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, List<String>> identifiers = new HashMap<>();
  private final Map<String, String> descriptions = new HashMap<>();

  StubService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/querybatch", exchange -> answer(exchange, 200, results(exchange).toString()));
    server.createContext("/v1/vulns/", this::describe);
    server.start();
  }

  /** Lets a package have a vulnerability that nobody describes. */
  void add(String packageUrl, String id) {
    identifiers.computeIfAbsent(packageUrl, _ -> new ArrayList<>()).add(id);
  }

  /** Lets a package have a vulnerability. */
  void add(String packageUrl, String id, String description) {
    add(packageUrl, id);
    descriptions.put(id, description);
  }

  /** Answers every list of questions so from now on. */
  void answerQuestions(int status, String body) {
    server.removeContext("/v1/querybatch");
    server.createContext("/v1/querybatch", exchange -> answer(exchange, status, body));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private JsonNode results(HttpExchange exchange) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    var results = answer.putArray("results");
    for (JsonNode query : JSON.readTree(exchange.getRequestBody()).path("queries")) {
      ObjectNode result = results.addObject();
      List<String> ids =
          identifiers.getOrDefault(query.path("package").path("purl").asText(), List.of());
      int page = query.path("page_token").asInt(0);
      if (page < ids.size()) {
        result.putArray("vulns").addObject().put("id", ids.get(page));
      }
      if (page + 1 < ids.size()) {
        result.put("next_page_token", Integer.toString(page + 1));
      }
    }
    return answer;
  }

  private void describe(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String found = descriptions.get(path.substring(path.lastIndexOf('/') + 1));
    answer(exchange, found == null ? 404 : 200, found == null ? "{}" : found);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
