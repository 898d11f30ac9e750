package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What one example brings into an installation.
 *
 * @param setup how its README builds it
 * @param monitors hosts, each of which is stopped until somebody starts it
 * @param checks names of checks
 * @param rules names of rules
 * @param jobs names of jobs
 * @param windows names of maintenance windows
 */
record Brings(
    String setup,
    Set<String> monitors,
    Set<String> checks,
    Set<String> rules,
    Set<String> jobs,
    Set<String> windows) {

  /** Of each example, by the name of its folder. */
  static final Map<String, Brings> OF =
      Map.of(
          "database-pair",
          new Brings(
              "./setup.sh",
              Set.of("db1"),
              Set.of("db1/postgresql"),
              Set.of("database-silent"),
              Set.of(),
              Set.of()),
          "hundred-hosts",
          new Brings("./setup.sh", fleet(60, 40), Set.of(), Set.of("web-lost"), Set.of(), Set.of()),
          "mail-pair",
          new Brings(
              "mkdir /tmp/try/secrets && (umask 077 && echo none >"
                  + " /tmp/try/secrets/imap-password)\n"
                  + "./setup.sh",
              Set.of("mail1", "router1"),
              Set.of("mail1/smtp", "mail1/imap", "mail1/pop3", "router1/echo"),
              Set.of(),
              Set.of(),
              Set.of()),
          "man-page",
          new Brings(
              "./setup.sh",
              Set.of("hostA"),
              Set.of(),
              Set.of(),
              Set.of("off-peak", "peak"),
              Set.of()),
          "nightly",
          new Brings(
              "./setup.sh",
              Set.of(),
              Set.of(),
              Set.of("backup-missed"),
              Set.of("nightly"),
              Set.of("patch-day")),
          "on-call",
          new Brings(
              "./setup.sh",
              Set.of("hostA"),
              Set.of(),
              Set.of("three-losses", "run-failed"),
              Set.of(),
              Set.of()),
          "web-pair",
          new Brings(
              "./setup.sh web1 " + Trial.PEER_CABLE,
              Set.of("web1"),
              Set.of(),
              Set.of(),
              Set.of(),
              Set.of()));

  private static Set<String> fleet(int berlin, int oslo) {
    return Stream.concat(
            IntStream.rangeClosed(1, berlin).mapToObj(i -> "berlin-web" + i),
            IntStream.rangeClosed(1, oslo).mapToObj(i -> "oslo-web" + i))
        .collect(Collectors.toSet());
  }

  /** What the example of this name brings. */
  static Brings of(String example) {
    Brings brings = OF.get(example);
    if (brings == null) {
      throw new AssertionError(example + " is new: say in " + Brings.class + " what it brings");
    }
    return brings;
  }

  /** Builds an example with its own setup, keeps it to loopback, and starts its daemon. */
  static Brings build(Trial trial, String example) throws IOException {
    Brings brings = of(example);
    trial.type(brings.setup());
    trial.keepToLoopback();
    trial.start(trial.home);
    return brings;
  }

  /** All of it is in force, nobody is watched, and nothing has run. */
  void look(Trial trial) {
    JsonNode status = trial.document("status");
    assertTrue(status.path("policies").path("trouble").isNull(), trial::all);
    assertEquals(0, status.path("script_problems").size(), trial::all);
    assertEquals(0, status.path("notices").size(), trial::all);
    assertEquals(monitors, names(status.path("monitors"), "host"));
    for (JsonNode monitor : status.path("monitors")) {
      assertEquals("stopped", monitor.path("verdict").asString(""), monitor::toString);
    }
    assertEquals(checks, listed(trial, "check list", "checks", "check"));
    assertEquals(rules, listed(trial, "rule list", "rules", "rule"));
    assertEquals(jobs, listed(trial, "job list", "jobs", "name"));
    assertEquals(windows, listed(trial, "maintenance list", "maintenance", "name"));
    assertEquals(0, trial.document("runs").path("runs").size(), trial::all);
  }

  private static Set<String> listed(Trial trial, String command, String list, String field) {
    return names(trial.document(command).path(list), field);
  }

  private static Set<String> names(JsonNode list, String field) {
    List<String> all = Trial.values(list, field);
    Set<String> names = new TreeSet<>(all);
    assertEquals(all.size(), names.size(), all.toString());
    return names;
  }
}
