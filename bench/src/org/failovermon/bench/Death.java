package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * From the death of a host to the first line of its lost-pulse script, in turns with keepalived, in
 * the same two namespaces and the same run.
 *
 * <p>With an interval of T, two retries and a timeout of 2T/3 the verdict comes at the latest T + 3
 * · 2T/3 = 3T after the death, which is the bound of keepalived with adverts at T and almost no
 * skew. The death is at a random moment of the interval.
 */
final class Death {
  private static final String HOST = Ground.ADDRESS_A;
  private static final int RETRIES = 2;

  private final Ground ground;
  private final int trials;
  private final int slowTrials;
  private final Table table =
      new Table("T", "system", "bound (ms)", "median (ms)", "p99 (ms)", "worst (ms)", "trials");

  Death(Ground ground, int trials, int slowTrials) {
    this.ground = ground;
    this.trials = trials;
    this.slowTrials = slowTrials;
  }

  void run(List<Long> cadencesMs) throws IOException, InterruptedException {
    ground.makeNamespaces();
    Path marks = ground.folder().resolve("marks");
    Files.writeString(marks, "");
    Installation a = new Installation(ground, ground.a(), "a");
    Installation b = new Installation(ground, ground.b(), "b");
    a.generateKey();
    b.copyKeyOf(a);
    a.settings("listen = [\"" + Ground.ADDRESS_A + "\"]\n");
    b.settings("listen = [\"" + Ground.ADDRESS_B + "\"]\ngrace = \"0s\"\n");
    b.script("lost-pulse", "mark.groovy", mark("lost", marks));
    b.script("regain-pulse", "mark.groovy", mark("regained", marks));
    a.start();
    b.start();
    for (long cadence : cadencesMs) {
      measure(a, b, marks, cadence, cadence >= 500 ? slowTrials : trials);
    }
    a.stop();
    b.stop();
    table.print("Death of a host to the first line of the lost-pulse script", "bench/run death");
  }

  /** The first statement takes the time; the second writes it down. */
  private static String mark(String word, Path file) {
    return "def now = java.time.Instant.now()\n"
        + "exec '/bin/sh', '-c', 'echo \"$0\" >>\"$1\"', \""
        + word
        + " ${now}\", '"
        + file
        + "'\n";
  }

  private void measure(Installation a, Installation b, Path marks, long cadenceMs, int count)
      throws IOException, InterruptedException {
    String monitor =
        """
        {"command": "add", "start": true, "monitor": {"host": "%s", "interval_s": %s,
         "retries": %d, "timeout_s": %s, "lost_pulse": "mark.groovy",
         "regain_pulse": "mark.groovy"}}
        """
            .formatted(HOST, seconds(cadenceMs), RETRIES, seconds(cadenceMs * 2 / 3.0));
    b.socket().post("/v1/operate", monitor);
    Keepalived keepalived = new Keepalived(ground, cadenceMs);
    Sample ours = new Sample();
    Sample theirs = new Sample();
    for (int trial = 0; trial < count; trial++) {
      Ground.await("the monitor of a says up", 60, 20, () -> b.verdicts("up") == 1);
      keepalived.settle();
      pauseAtRandom(cadenceMs);
      ours.add(-a.kill() + awaitMark(marks, "lost"));
      Files.writeString(marks, "");
      a.start();
      awaitMark(marks, "regained");
      Files.writeString(marks, "");
      pauseAtRandom(cadenceMs);
      theirs.add(keepalived.death());
      keepalived.recover();
      System.err.printf(
          "%d ms, trial %d of %d: failovermon %s ms, keepalived %s ms%n",
          cadenceMs, trial + 1, count, Sample.ms(ours.last()), Sample.ms(theirs.last()));
    }
    keepalived.close();
    b.socket().post("/v1/operate", "{\"command\": \"delete\", \"host\": \"" + HOST + "\"}");
    String name = cadenceMs + " ms × 3";
    table.row(name, row("failovermon", cadenceMs * 3, ours));
    table.row(name, row("keepalived", cadenceMs * 3.02, theirs));
  }

  private static String[] row(String system, double boundMs, Sample sample) {
    String[] cells = sample.cells();
    return new String[] {
      system, String.format("%.0f", boundMs), cells[0], cells[1], cells[2], cells[3]
    };
  }

  private static String seconds(double millis) {
    return String.format(java.util.Locale.ROOT, "%.6f", millis / 1000);
  }

  private static void pauseAtRandom(long cadenceMs) {
    LockSupport.parkNanos(
        cadenceMs * 1_000_000 + ThreadLocalRandom.current().nextLong(cadenceMs * 1_000_000));
  }

  private static long awaitMark(Path marks, String word) {
    long[] found = new long[1];
    Ground.await(
        "the script writes " + word,
        60,
        2,
        () -> {
          try {
            for (String line : Files.readString(marks).lines().toList()) {
              if (line.startsWith(word + " ")) {
                found[0] =
                    Ground.nanoTimeOf(Instant.parse(line.substring(word.length() + 1).strip()));
                return true;
              }
            }
            return false;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    return found[0];
  }
}
