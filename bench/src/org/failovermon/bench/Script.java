package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.engine.action.ActionSettings;
import org.failovermon.engine.action.ScriptActions;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Event;

/**
 * From the moment that the engine hands a committed run over ({@code Actions.start}) to the first
 * line of a Groovy script that is loaded, in turns with a fork of {@code /bin/sh}. The runner and
 * the compiler are those of the daemon, in this JVM; a JVM is warm after the first of these runs,
 * so the first run is measured on its own, in a JVM of its own each time.
 */
final class Script {
  private static final int WARM_RUNS = 20;
  private static final int FIRST_RUNS = 20;
  private static final HostName HOST = new HostName("hostA");

  private final Ground ground;
  private final int trials;

  Script(Ground ground, int trials) {
    this.ground = ground;
    this.trials = trials;
  }

  void run() throws IOException, InterruptedException {
    Sample script = new Sample();
    Sample fork = new Sample();
    try (Runner runner = new Runner(ground.folder().resolve("script"))) {
      for (int trial = -WARM_RUNS; trial < trials; trial++) {
        long first = runner.trial();
        long shell = forkShell();
        if (trial >= 0) {
          script.add(first);
          fork.add(shell);
        }
      }
    }
    Sample cold = new Sample();
    for (int start = 0; start < FIRST_RUNS; start++) {
      cold.add(firstRun());
    }
    Table table = new Table("what", "median (ms)", "p99 (ms)", "worst (ms)", "trials");
    table.row("commit to the first line of a loaded Groovy script", script.cells());
    table.row("the same, first run of a JVM", cold.cells());
    table.row("/bin/sh -c : from bash, fork to end", bashForks().cells());
    table.row("/bin/sh -c : from Java, start to end", fork.cells());
    table.print("First line of a script", "bench/run script");
  }

  private static long forkShell() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    new ProcessBuilder("/bin/sh", "-c", ":").start().waitFor();
    return System.nanoTime() - begin;
  }

  /** What a small process pays for a fork: bash tells the time in microseconds without one. */
  private Sample bashForks() throws IOException, InterruptedException {
    String loop =
        "for ((i = 0; i < "
            + trials
            + "; i++)); do a=${EPOCHREALTIME/[.,]/}; /bin/sh -c :; b=${EPOCHREALTIME/[.,]/};"
            + " echo $((b - a)); done";
    Sample sample = new Sample();
    Ground.run("bash", "-c", loop).lines().forEach(us -> sample.add(Long.parseLong(us) * 1000));
    return sample;
  }

  /** One trial in a JVM of its own, started in the way that this one was. */
  private static long firstRun() throws IOException, InterruptedException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    String[] arguments = self.arguments().orElseThrow();
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(self.command().orElseThrow());
    for (String argument : arguments) {
      command.add(argument);
      if (argument.endsWith("/Bench.java")) {
        break;
      }
    }
    command.add("script-first");
    String output = Ground.run(command.toArray(String[]::new));
    return Long.parseLong(output.lines().reduce((one, two) -> two).orElseThrow().strip());
  }

  /** The child: prints the nanoseconds of its first run, once the script is loaded. */
  static void printFirstRun() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fmbench-first");
    try (Runner runner = new Runner(folder)) {
      System.out.println(runner.trial());
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The daemon's runner of scripts, with one script. */
  private static final class Runner implements AutoCloseable {
    private final Path mark;
    private final BlockingQueue<Event.RunEnded> ended = new LinkedBlockingQueue<>();
    private final ScriptActions actions;
    private long id;

    Runner(Path folder) throws IOException, InterruptedException {
      mark = folder.resolve("mark");
      Path scripts = Files.createDirectories(folder.resolve("scripts/lost-pulse"));
      Files.writeString(
          scripts.resolve("mark.groovy"),
          "def now = java.time.Instant.now()\n"
              + "exec '/bin/sh', '-c', 'echo \"$0\" >\"$1\"', now, '"
              + mark
              + "'\n");
      actions =
          new ScriptActions(
              ActionSettings.withDefaults(
                  folder, folder.resolve("scripts"), folder.resolve("shipped")),
              event -> !(event instanceof Event.RunEnded run) || ended.add(run),
              new GroovyScripts(),
              new BootClock());
      actions.problem(new ScriptRef("mark.groovy"), RunKind.LOST_PULSE); // waits for the compiler
      TimeUnit.SECONDS.sleep(3); // it looks at its scripts twice a second, and loads them
    }

    /** Nanoseconds from the order to the first line. */
    long trial() throws IOException, InterruptedException {
      Actions.Order order = order();
      long begin = System.nanoTime();
      actions.start(order);
      Event.RunEnded end = ended.poll(30, TimeUnit.SECONDS);
      if (end == null || end.result().status() != RunStatus.SUCCEEDED) {
        throw new IllegalStateException("the script did not succeed: " + end);
      }
      return Ground.nanoTimeOf(Instant.parse(Files.readString(mark).strip())) - begin;
    }

    private Actions.Order order() {
      Instant now = Instant.now();
      Run run =
          new Run(
              ++id,
              RunKind.LOST_PULSE,
              HOST.value(),
              id,
              new ScriptRef("mark.groovy"),
              RunStatus.RUNNING,
              "hostA did not answer",
              now,
              now,
              null,
              null,
              "",
              0);
      return new Actions.Order(run, MonitorSpec.withDefaults(HOST), Verdict.LOST, now);
    }

    @Override
    public void close() {
      actions.close();
    }
  }
}
