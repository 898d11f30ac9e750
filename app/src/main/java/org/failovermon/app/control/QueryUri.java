package org.failovermon.app.control;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;

/** Queries as paths of the HTTP API, both ways. */
final class QueryUri {
  private static final String RUNS = "/v1/runs/";
  private static final String POLICIES = "/v1/policies/";

  private QueryUri() {}

  /** The path and query string that ask this. */
  static String write(Query query) {
    return switch (query) {
      case Query.Monitors(var hosts) ->
          "/v1/monitors"
              + hosts.stream()
                  .map(host -> "host=" + encode(host.value()))
                  .collect(Collectors.joining("&", hosts.isEmpty() ? "" : "?", ""));
      case Query.Status() -> "/v1/status";
      case Query.Log(var subject, var since, var after, var limit) ->
          "/v1/log?limit="
              + limit
              + "&after="
              + after
              + (subject == null ? "" : "&subject=" + encode(subject))
              + (since == null ? "" : "&since=" + since);
      case Query.Runs(var subject, var limit) ->
          "/v1/runs?limit=" + limit + (subject == null ? "" : "&subject=" + encode(subject));
      case Query.Show(var run) -> RUNS + run;
      case Query.Outages(var host, var limit) ->
          "/v1/outages?limit=" + limit + (host == null ? "" : "&host=" + encode(host.value()));
      case Query.History(var host, var since, var step) ->
          "/v1/history?host="
              + encode(host.value())
              + "&since="
              + since
              + "&step_ms="
              + step.toMillis();
      case Query.Paths(var host) ->
          "/v1/paths" + (host == null ? "" : "?host=" + encode(host.value()));
      case Query.Jobs() -> "/v1/jobs";
      case Query.Windows() -> "/v1/maintenance";
      case Query.Checks() -> "/v1/checks";
      case Query.Rules() -> "/v1/rules";
      case Query.PolicyHistory(var limit) -> "/v1/policies?limit=" + limit;
      case Query.PolicyFiles(var version) -> POLICIES + version;
      case Query.Daemon() -> "/v1/daemon";
    };
  }

  /**
   * The query that a request asks; empty when there is nothing under that path.
   *
   * @param path path of the request
   * @param queryString what follows the question mark; may be empty
   * @throws InvalidValueException when a parameter is not acceptable
   */
  static Optional<Query> read(String path, String queryString) {
    Map<String, List<String>> parameters = parameters(queryString);
    if (path.startsWith(RUNS)) {
      return Optional.of(new Query.Show(number(path.substring(RUNS.length()), "run")));
    }
    if (path.startsWith(POLICIES)) {
      return Optional.of(
          new Query.PolicyFiles(number(path.substring(POLICIES.length()), "version")));
    }
    return Optional.ofNullable(
        switch (path) {
          case "/v1/monitors" ->
              new Query.Monitors(
                  parameters.getOrDefault("host", List.of()).stream().map(HostName::new).toList());
          case "/v1/status" -> new Query.Status();
          case "/v1/log" ->
              new Query.Log(
                  first(parameters, "subject").orElse(null),
                  first(parameters, "since").map(QueryUri::instant).orElse(null),
                  first(parameters, "after").map(text -> number(text, "after")).orElse(0L),
                  limit(parameters));
          case "/v1/runs" ->
              new Query.Runs(first(parameters, "subject").orElse(null), limit(parameters));
          case "/v1/outages" ->
              new Query.Outages(
                  first(parameters, "host").map(HostName::new).orElse(null), limit(parameters));
          case "/v1/history" ->
              new Query.History(
                  new HostName(first(parameters, "host").orElse("")),
                  first(parameters, "since")
                      .map(QueryUri::instant)
                      .orElseThrow(
                          () -> new InvalidValueException("since is missing: when to begin")),
                  first(parameters, "step_ms")
                      .map(text -> Duration.ofMillis(Math.max(1, number(text, "step_ms"))))
                      .orElse(Duration.ofMinutes(1)));
          case "/v1/paths" ->
              new Query.Paths(first(parameters, "host").map(HostName::new).orElse(null));
          case "/v1/jobs" -> new Query.Jobs();
          case "/v1/maintenance" -> new Query.Windows();
          case "/v1/checks" -> new Query.Checks();
          case "/v1/rules" -> new Query.Rules();
          case "/v1/policies" -> new Query.PolicyHistory(limit(parameters));
          case "/v1/daemon" -> new Query.Daemon();
          default -> null;
        });
  }

  private static int limit(Map<String, List<String>> parameters) {
    long limit = first(parameters, "limit").map(text -> number(text, "limit")).orElse(100L);
    if (limit < 1 || limit > Query.MAX_LIMIT) {
      throw new InvalidValueException("limit must be 1 to " + Query.MAX_LIMIT + ", was " + limit);
    }
    return (int) limit;
  }

  private static long number(String text, String name) {
    if (!text.matches("\\d{1,18}")) {
      throw new InvalidValueException(name + " must be a whole number, was '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(
          "'" + text + "' is not a time: write it as in 2026-11-22T03:00:00Z");
    }
  }

  /**
   * The first value of a parameter.
   *
   * @throws InvalidValueException when the query string is no such
   */
  static Optional<String> first(String queryString, String name) {
    return first(parameters(queryString), name);
  }

  private static Optional<String> first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }

  private static Map<String, List<String>> parameters(String queryString) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair :
        queryString.isEmpty() ? List.<String>of() : List.of(queryString.split("&"))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(decode(pair.substring(0, equals)), key -> new ArrayList<>())
            .add(decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("'" + text + "' is not a valid parameter");
    }
  }
}
