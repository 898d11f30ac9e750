package org.failovermon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.failovermon.app.local.DatabaseRecords;
import tools.jackson.databind.JsonNode;

/**
 * One daemon that watches many hosts at one beat a second, and has many policy files: from saving
 * one of them to the new set in force, and what that does to the heartbeats of the others. Then TCP
 * checks beside the heartbeats. The time of an edit ends when the new version is committed, which a
 * reader of the database sees.
 */
final class PolicyEdits {
  private static final long WARM_UP_S = 30;
  private static final int EVERY_S = 60;

  private final Ground ground;
  private final int hosts;
  private final int files;
  private final int edits;
  private final long seconds;
  private final long rate;
  private final Table beats =
      new Table(
          "heartbeats of unchanged monitors",
          "beats/s at the hosts",
          "lateness p50 (ms)",
          "p99 (ms)",
          "max (ms)",
          "CPU (% of a core)",
          "RSS (MiB)",
          "up");

  PolicyEdits(Ground ground, int hosts, int files, int edits, long seconds, long rate) {
    this.ground = ground;
    this.hosts = hosts;
    this.files = files;
    this.edits = edits;
    this.seconds = seconds;
    this.rate = rate;
  }

  void run() throws IOException, InterruptedException {
    Fleet.route(ground);
    Fleet fleet = new Fleet(ground, hosts, files);
    Files.createDirectories(fleet.watcher().home().resolve("policies"));
    for (int file = 0; file < files; file++) {
      save(fleet, file, EVERY_S);
    }
    fleet.start();
    Sample taken = new Sample();
    try (DatabaseRecords records =
        DatabaseRecords.open(fleet.watcher().home().resolve("failovermon.db"))) {
      for (int edit = 0; edit < 10; edit++) {
        edit(fleet, records, edit); // the first ones load and warm the compiler
      }
      TimeUnit.SECONDS.sleep(WARM_UP_S);
      measure(fleet, "no edits", () -> TimeUnit.SECONDS.sleep(seconds));
      measure(
          fleet,
          "edits all the time",
          () -> {
            for (int edit = 0; edit < edits; edit++) {
              taken.add(edit(fleet, records, edit));
              System.err.printf("edit %d of %d: %s ms%n", edit + 1, edits, Sample.ms(taken.last()));
              LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000_000L));
            }
          });
    }
    Table table = new Table("what", "median (ms)", "p99 (ms)", "worst (ms)", "edits");
    table.row(
        String.format(
            Locale.ROOT,
            "one file of %,d saved, until the new set is in force (%,d monitors beside)",
            files,
            hosts),
        taken.cells());
    table.print("An edit", "bench/run policies-edits");
    checks(fleet);
    beats.print(
        String.format(Locale.ROOT, "%,d heartbeats a second beside", hosts),
        "bench/run policies-edits");
    peers();
    fleet.stop();
  }

  private static long save(Fleet fleet, int file, int seconds, int hosts) throws IOException {
    return PolicyTexts.save(
        PolicyTexts.file(fleet.watcher(), file),
        PolicyTexts.monitor(Fleet.address(hosts + file), false, seconds));
  }

  private long save(Fleet fleet, int file, int every) throws IOException {
    return save(fleet, file, every, hosts);
  }

  /** Another interval for one host; returns the nanoseconds until it is in force. */
  private long edit(Fleet fleet, DatabaseRecords records, int number) throws IOException {
    long before = newest(records);
    int file = Math.floorMod(number * 37, files);
    long begin = save(fleet, file, EVERY_S + 1 + ThreadLocalRandom.current().nextInt(1_000));
    Ground.await("the edit is in force", 60, 3, () -> newest(records) > before);
    return System.nanoTime() - begin;
  }

  private static long newest(DatabaseRecords records) {
    var versions = records.policyVersions(1);
    return versions.isEmpty() ? 0 : versions.getFirst().number();
  }

  private interface Meanwhile {
    void run() throws IOException, InterruptedException;
  }

  private JsonNode measure(Fleet fleet, String what, Meanwhile meanwhile)
      throws IOException, InterruptedException {
    fleet.resetFigures();
    double cpu = fleet.cpuSeconds();
    long received = fleet.beatsReceived();
    long begin = System.nanoTime();
    meanwhile.run();
    double passed = (System.nanoTime() - begin) / 1e9;
    double busy = fleet.cpuSeconds() - cpu;
    double arrived = (fleet.beatsReceived() - received) / passed;
    JsonNode figures = fleet.figures();
    beats.row(
        String.format(Locale.ROOT, "%s (%.0f s)", what, passed),
        String.format(Locale.ROOT, "%,.0f", arrived),
        Fleet.ms(figures, "lateness_p50_s"),
        Fleet.ms(figures, "lateness_p99_s"),
        Fleet.ms(figures, "lateness_max_s"),
        String.format(Locale.ROOT, "%.0f", 100 * busy / passed),
        Long.toString(fleet.residentMib()),
        fleet.watcher().verdicts("up") + "/" + (hosts + files));
    return figures;
  }

  /** The heartbeats go on, and so many TCP checks a second come to them, each every second. */
  private void checks(Fleet fleet) throws IOException, InterruptedException {
    Process server =
        ground.track(
            Ground.in(
                    ground.a(),
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    System.getProperty("bench.root")
                        + "/bench/src/org/failovermon/bench/Bench.java",
                    "checks-server")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    try (BufferedReader said = server.inputReader()) {
      int port = Integer.parseInt(said.readLine());
      PolicyTexts.save(
          fleet.watcher().home().resolve("policies/checks.groovy"),
          """
          for (i in 0..<%d) {
              check("tcp$i") {
                  tcp address: "10.77.${1 + i.intdiv(250)}.${1 + i %% 250}", port: %d
                  every 1.second
                  timeout 5.seconds
              }
          }
          """
              .formatted(rate, port));
      Ground.await(
          "all checks are made",
          120,
          1_000,
          () -> {
            try {
              long accepted = fleet.connectionsAccepted();
              TimeUnit.SECONDS.sleep(1);
              return fleet.connectionsAccepted() - accepted > rate * 8 / 10;
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IllegalStateException(e);
            }
          });
      TimeUnit.SECONDS.sleep(WARM_UP_S / 2);
      long accepted = fleet.connectionsAccepted();
      long begin = System.nanoTime();
      JsonNode figures =
          measure(fleet, rate + " TCP checks/s beside", () -> TimeUnit.SECONDS.sleep(seconds));
      double passed = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%nTCP checks that the hosts accepted: %.0f a second; lateness p50 %s, p99 %s, max %s"
              + " ms%n",
          (fleet.connectionsAccepted() - accepted) / passed,
          Fleet.ms(figures, "check_lateness_p50_s"),
          Fleet.ms(figures, "check_lateness_p99_s"),
          Fleet.ms(figures, "check_lateness_max_s"));
    } finally {
      Ground.stop(server);
    }
  }

  /** What others reach with both cores of such a machine, as it was measured before. */
  private static void peers() {
    Table table = new Table("others, checks alone (earlier, both cores busy)", "checks/s");
    for (List<String> row :
        List.of(
            List.of("nagios4, a plugin each", "545 to 1,200"),
            List.of("icinga2, a plugin each", "466 to 842"),
            List.of("blackbox_exporter, ICMP", "2,121"),
            List.of("blackbox_exporter, TCP", "1,527"),
            List.of("monit, 10,000 pings in a cycle: 0.17 cores", "no guarantee"))) {
      table.row(row.toArray(String[]::new));
    }
    table.print("Others", "bench/README.md says how they were measured");
  }
}
