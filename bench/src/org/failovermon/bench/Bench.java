package org.failovermon.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entry: one table for each word. */
final class Bench {
  private static final String USAGE =
      """
      bench/run death|script|scale|checks|cli|policies|all [options]
      bench/run policies-edits|policies-starts|policies-reloads [options]
        --trials N       trials of each measurement, edits of policies (default 50)
        --slow-trials N  trials of death at 1 s × 3 (default 50; each takes about 12 s)
        --cadences LIST  cadences of death in ms (default 20,100,1000)
        --hosts LIST     sizes of scale (default 1000,10000)
        --rates LIST     checks a second of checks (default 500,2000); policies takes the last
        --seconds N      how long scale measures, and each row of checks and policies (default 60)
        --starts N       starts of the daemon in cli (default 20), a quarter of it in policies
        --files N        policy files (default 1000)
        --reloads N      reloads of policies (default 1000)
        --heap N         heap of the daemon that reloads, in MiB (default 64)
      """;

  private static final List<String> ALL =
      List.of(
          "cli",
          "script",
          "scale",
          "checks",
          "policies-starts",
          "policies-reloads",
          "policies-edits",
          "death");

  private static final Set<String> WHAT =
      Stream.concat(ALL.stream(), Stream.of("policies", "all")).collect(Collectors.toSet());

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (List.of(arguments).equals(List.of("script-first"))) {
      Script.printFirstRun();
      System.exit(0);
    }
    if (List.of(arguments).equals(List.of("checks-server"))) {
      Checks.serve();
    }
    Options options = new Options();
    String what = arguments.length == 0 ? "" : arguments[0];
    if (!WHAT.contains(what) || !options.read(arguments)) {
      System.err.print(USAGE);
      System.exit(3);
    }
    for (String table :
        switch (what) {
          case "all" -> ALL;
          case "policies" -> ALL.stream().filter(each -> each.startsWith("policies-")).toList();
          default -> List.of(what);
        }) {
      try (Ground ground = new Ground(System.getProperty("bench.id"))) {
        run(table, ground, options);
      }
    }
    System.exit(0); // whatever a library started must not keep us
  }

  private static void run(String table, Ground ground, Options options)
      throws IOException, InterruptedException {
    switch (table) {
      case "death" ->
          new Death(ground, options.trials, options.slowTrials)
              .run(options.longs(options.cadences));
      case "script" -> new Script(ground, options.trials).run();
      case "scale" ->
          new Scale(ground, options.seconds)
              .run(options.longs(options.hosts).stream().map(Math::toIntExact).toList());
      case "checks" -> new Checks(ground, options.seconds).run(options.longs(options.rates));
      case "policies-starts" ->
          new PolicyStarts(ground, options.files, Math.max(1, options.starts / 4)).run();
      case "policies-reloads" -> new PolicyReloads(ground, options.reloads, options.heapMib).run();
      case "policies-edits" ->
          new PolicyEdits(
                  ground,
                  Math.toIntExact(options.longs(options.hosts).getLast()),
                  options.files,
                  options.trials,
                  options.seconds,
                  options.longs(options.rates).getLast())
              .run();
      default -> new CommandLine(ground, options.trials, options.starts).run();
    }
  }

  private static final class Options {
    int trials = 50;
    int slowTrials = 50;
    int starts = 20;
    long seconds = 60;
    int files = 1_000;
    int reloads = 1_000;
    int heapMib = 64;
    String cadences = "20,100,1000";
    String hosts = "1000,10000";
    String rates = "500,2000";

    boolean read(String[] arguments) {
      if (arguments.length % 2 == 0) {
        return false;
      }
      for (int at = 1; at < arguments.length; at += 2) {
        String value = arguments[at + 1];
        if (!value.matches("\\d+(,\\d+)*")) {
          return false;
        }
        switch (arguments[at]) {
          case "--trials" -> trials = Integer.parseInt(value);
          case "--slow-trials" -> slowTrials = Integer.parseInt(value);
          case "--starts" -> starts = Integer.parseInt(value);
          case "--files" -> files = Integer.parseInt(value);
          case "--reloads" -> reloads = Integer.parseInt(value);
          case "--heap" -> heapMib = Integer.parseInt(value);
          case "--seconds" -> seconds = Long.parseLong(value);
          case "--cadences" -> cadences = value;
          case "--hosts" -> hosts = value;
          case "--rates" -> rates = value;
          default -> {
            return false;
          }
        }
      }
      return true;
    }

    List<Long> longs(String list) {
      return java.util.Arrays.stream(list.split(",", -1)).map(Long::parseLong).toList();
    }
  }
}
