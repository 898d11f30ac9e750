package org.failovermon.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** How long the command line and the start of the daemon take. */
final class CommandLine {
  private static final int MONITORS = 100;

  private final Ground ground;
  private final int trials;
  private final int starts;

  CommandLine(Ground ground, int trials, int starts) {
    this.ground = ground;
    this.trials = trials;
    this.starts = starts;
  }

  void run() throws IOException, InterruptedException {
    Table table = new Table("what", "median (ms)", "p99 (ms)", "worst (ms)", "trials");
    Installation home = new Installation(ground, "", "cli");
    home.settings("listen = [\"127.0.0.1:46940\"]\nport = 46940\n");
    home.generateKey();
    home.start();
    for (int host = 1; host <= MONITORS; host++) {
      home.socket()
          .post(
              "/v1/operate",
              """
              {"command": "add", "start": false, "monitor": {"host": "127.1.0.%d", "interval_s": 60}}
              """
                  .formatted(host));
    }
    table.row("-o list, " + MONITORS + " monitors, with a daemon", list(home).cells());
    home.stop();
    table.row("-o list, " + MONITORS + " monitors, without a daemon", list(home).cells());
    Sample ready = new Sample();
    for (int start = 0; start < starts; start++) {
      ready.add(home.start());
      home.stop();
    }
    table.row("failoverd until its socket answers", ready.cells());
    table.print("Command line", "bench/run cli");
  }

  private Sample list(Installation home) throws IOException, InterruptedException {
    Sample sample = new Sample();
    for (int trial = -3; trial < trials; trial++) {
      long begin = System.nanoTime();
      Process process =
          home.commandLine("-o", "list")
              .redirectErrorStream(true)
              .redirectOutput(ground.folder().resolve("list.out").toFile())
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("-o list failed; see " + ground.folder().resolve("list.out"));
      }
      if (trial >= 0) { // the first three only warm the page cache
        sample.add(System.nanoTime() - begin);
      }
    }
    return sample;
  }
}
