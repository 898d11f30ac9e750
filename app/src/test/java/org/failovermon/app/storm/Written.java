package org.failovermon.app.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy file as a storm writes it: monitors, what else there is, and perhaps a mistake. What it
 * means is known without any compiler.
 *
 * @param watches its monitors, in order
 * @param duties its rules, jobs and windows, in order
 * @param mistake what is wrong with it
 */
record Written(List<Watch> watches, List<Duty> duties, Mistake mistake) {
  /** An empty file. */
  static final Written NOTHING = new Written(List.of(), List.of(), Mistake.NONE);

  /** The function of the library that retries may come from. */
  static final String PATIENCE = "patience()";

  Written {
    watches = List.copyOf(watches);
    duties = List.copyOf(duties);
  }

  /** A file of monitors alone. */
  static Written of(Watch... watches) {
    return NOTHING.withWatches(List.of(watches));
  }

  /** What can be wrong within one file. */
  enum Mistake {
    NONE(""),
    SYNTAX("monitor('wrong') {\n"),
    WORD("monitor('wrong') {\n    evry 2.seconds\n}\n"),
    RANGE("monitor('wrong') {\n    every 1.ms\n}\n"),
    TYPE("monitor('wrong') {\n    every 30\n}\n"),
    ORPHAN("monitor('wrong') {\n    dependsOn 'nobody-of-that-name'\n}\n"),
    CYCLE(
        """
        monitor('wrong') {
            dependsOn 'worse'
        }
        monitor('worse') {
            dependsOn 'wrong'
        }
        """),
    TWICE("monitor('wrong') { startsByHand() }\nmonitor('Wrong') { startsByHand() }\n"),
    SCRIPT("monitor('wrong') {\n    lostPulse 'no-such-script.groovy'\n}\n");

    private final String text;

    Mistake(String text) {
      this.text = text;
    }
  }

  /** What a beat asks. */
  @SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
  enum Needs {
    HEARTBEAT("", List.of(), true),
    ANY("needs any(heartbeat, check('smtp'))", List.of("smtp"), true),
    ALL("needs all(heartbeat, check('smtp'))", List.of("smtp"), true),
    TWO("needs atLeast(2, heartbeat, check('smtp'), check('web'))", List.of("smtp", "web"), true),
    CHECKS("needs all(check('smtp'), check('web'))", List.of("smtp", "web"), false);

    private final String text;
    private final List<String> checks;
    private final boolean heartbeat;

    Needs(String text, List<String> checks, boolean heartbeat) {
      this.text = text;
      this.checks = checks;
      this.heartbeat = heartbeat;
    }

    boolean heartbeat() {
      return heartbeat;
    }

    List<String> checks(String host) {
      return checks.stream().map(each -> host + "/" + each).toList();
    }
  }

  /**
   * One monitor.
   *
   * @param retries a number, or {@link #PATIENCE}
   * @param script a file in scripts/lost-pulse, or empty for a block in place
   * @param address a further path, or empty
   * @param parents what it depends on
   * @param port that its checks ask
   */
  record Watch(
      String host,
      int everyMillis,
      String retries,
      int timeoutMillis,
      String script,
      String address,
      List<String> parents,
      Needs needs,
      int port) {
    Watch {
      parents = List.copyOf(parents);
    }

    private Stream<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("monitor('" + host + "') {");
      lines.add("    every " + everyMillis + ".ms");
      lines.add("    retries " + retries);
      lines.add("    timeout " + timeoutMillis + ".ms");
      if (!address.isEmpty()) {
        lines.add("    path '" + address + "'");
      }
      lines.add("    lostPulse " + (script.isEmpty() ? "{ log 'lost' }" : "'" + script + "'"));
      needs.checks.forEach(
          check ->
              lines.add(
                  "    check('"
                      + check
                      + "') { tcp address: '127.0.0.1', port: "
                      + port
                      + "; every 400.ms; timeout 100.ms;"
                      + " failAfter 2; recoverAfter 1 }"));
      lines.add("    " + needs.text);
      parents.forEach(parent -> lines.add("    dependsOn '" + parent + "'"));
      lines.add("}");
      return lines.stream().filter(line -> !line.isBlank());
    }
  }

  /** The file as it is saved. */
  String text() {
    return watches.stream()
            .flatMap(Watch::lines)
            .map(line -> line + "\n")
            .collect(Collectors.joining())
        + duties.stream().map(Duty::text).collect(Collectors.joining())
        + mistake.text;
  }

  Written with(Mistake other) {
    return new Written(watches, duties, other);
  }

  Written withWatches(List<Watch> others) {
    return new Written(others, duties, mistake);
  }

  Written withDuties(List<Duty> others) {
    return new Written(watches, others, mistake);
  }

  Written without(String host) {
    return withWatches(watches.stream().filter(w -> !w.host().equals(host)).toList());
  }

  Written and(Watch watch) {
    return withWatches(Stream.concat(watches.stream(), Stream.of(watch)).toList());
  }

  Written without(Duty duty) {
    return withDuties(duties.stream().filter(each -> !each.equals(duty)).toList());
  }

  Written and(Duty duty) {
    return withDuties(Stream.concat(duties.stream(), Stream.of(duty)).toList());
  }
}
