package org.failovermon.app.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.failovermon.app.Await;
import org.failovermon.app.control.Json;
import org.failovermon.app.control.Records;
import org.failovermon.app.daemon.DaemonProcess;
import org.failovermon.app.local.DatabaseRecords;
import org.failovermon.app.storm.Folder.Manner;
import org.failovermon.app.storm.Written.Needs;
import org.failovermon.app.storm.Written.Watch;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.sim.Chance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One storm over the policy files of a real failoverd that watches two others, while the daemons
 * are ended with kill -9. The edits come from {@code -Dfailovermon.seed} (by default the clock);
 * what the machine does between them does not.
 */
class RealStormTest {
  private static final int LEAST_VERSIONS = 5;
  private static final String WATCHER = "127.0.0.1";
  private static final String ALPHA = "127.0.0.11";
  private static final String BETA = "127.0.0.12";
  private static final List<String> NOBODY = List.of("127.0.0.21", "127.0.0.22", "127.0.0.23");
  private static final String KEPT = "policies/kept.groovy";
  private static final long SEED = Long.getLong("failovermon.seed", System.nanoTime() & 0xFFFFFF);

  @TempDir Path folder;

  private final Chance chance = Chance.of(SEED);
  private final Meaning.Library library = new Meaning.Library();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private int looks;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.add(part);
    return part;
  }

  private static Watch kept(String host) {
    return new Watch(host, 200, "2", 300, "", "", List.of(), Needs.HEARTBEAT, 0);
  }

  @Test
  void noMonitorIsLostAndNoTransitionReplayedWhileDaemonsAreKilled() throws Exception {
    System.out.println("the storm's edits can be had again with -Dfailovermon.seed=" + SEED);
    int port = DaemonProcess.freePort(WATCHER, ALPHA, BETA);
    DaemonProcess watcher = part(new DaemonProcess(folder.resolve("watcher"), WATCHER, port));
    DaemonProcess alpha = part(new DaemonProcess(folder.resolve("alpha"), ALPHA, port));
    DaemonProcess beta = part(new DaemonProcess(folder.resolve("beta"), BETA, port));
    assertEquals(0, watcher.cli.run("key generate").exit());
    for (DaemonProcess each : List.of(alpha, beta)) {
      Files.copy(watcher.home.key(), each.home.key());
      Files.setPosixFilePermissions(each.home.key(), PosixFilePermissions.fromString("rw-------"));
    }
    Folder files = new Folder(watcher.home.state());
    Edits edits =
        new Edits(
            chance,
            new Edits.Ground(NOBODY, List.of(), host -> "127.1.0." + last(host), service(), false),
            files,
            library);
    library.text(Written.NOTHING);
    Written keptFile = Written.of(kept(ALPHA), kept(BETA));
    files.save(KEPT, library.text(keptFile), Manner.RENAMED_OVER);
    edits.checkout();

    Process alphaRuns = alpha.start();
    Process betaRuns = beta.start();
    Process watcherRuns = watcher.start();
    Records records = part(DatabaseRecords.open(watcher.home.database()));
    Storm storm = new Storm(watcher, records, files, edits);

    storm.until("both are up", () -> storm.up(ALPHA) && storm.up(BETA));
    storm.last(Duration.ofSeconds(5));
    kill(alphaRuns, "alpha");
    storm.until("alpha is lost", () -> storm.runs("lost-pulse", ALPHA) == 1);
    storm.last(Duration.ofSeconds(2));
    alpha.start();
    storm.until("alpha is back", () -> storm.runs("regain-pulse", ALPHA) == 1);
    storm.edit();
    kill(watcherRuns, "the watcher");
    storm.edit();
    watcherRuns = watcher.start();
    storm.last(Duration.ofSeconds(3));
    kill(betaRuns, "beta");
    // To the end of its run: one that the kill interrupts is unknown, and the next waits for it.
    storm.until("beta's lost-pulse has ended", () -> storm.endedRuns("lost-pulse", BETA) == 1);
    storm.edit();
    kill(watcherRuns, "the watcher");
    storm.edit();
    watcher.start();
    storm.last(Duration.ofSeconds(4));
    beta.start();
    storm.until("beta is back", () -> storm.runs("regain-pulse", BETA) == 1);
    storm.last(Duration.ofSeconds(3));
    for (int more = 0; storm.newest() < LEAST_VERSIONS && more < 30; more++) {
      edits.checkout(); // what chance broke kept the others out
      storm.last(Duration.ofSeconds(2));
    }
    edits.checkout();
    story.add("mended");
    storm.mustBeAtRest();
    System.out.println(
        story.size() + " edits, " + storm.newest() + " versions, " + looks + " looks at the list");
    assertTrue(story.size() >= 20, story.toString());
    assertTrue(storm.newest() >= LEAST_VERSIONS, "versions in which little changes prove little");
  }

  private static String last(String host) {
    return host.substring(host.lastIndexOf('.') + 1);
  }

  private void kill(Process process, String who) throws InterruptedException {
    story.add(who + " is killed");
    process.destroyForcibly().waitFor();
  }

  /** A TCP port that answers; the checks of the policies ask it. */
  private int service() throws IOException {
    ServerSocket socket = part(new ServerSocket(0, 50, InetAddress.ofLiteral(WATCHER)));
    Thread.ofPlatform()
        .daemon()
        .name("service")
        .start(
            () -> {
              try {
                while (true) {
                  socket.accept().close();
                }
              } catch (SocketException e) {
                assertTrue(socket.isClosed(), e.toString()); // the test is over
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    return socket.getLocalPort();
  }

  /** The storm over one daemon. */
  private final class Storm {
    private final DaemonProcess watcher;
    private final Records records;
    private final Folder files;
    private final Edits edits;

    Storm(DaemonProcess watcher, Records records, Folder files, Edits edits) {
      this.watcher = watcher;
      this.records = records;
      this.files = files;
      this.edits = edits;
    }

    void edit() {
      story.add(edits.any());
    }

    /** Edits for so long. */
    void last(Duration time) {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        stir();
      }
    }

    /** Edits until the condition holds. */
    void until(String what, BooleanSupplier condition) {
      Await.until(
          what,
          () -> {
            stir();
            return condition.getAsBoolean();
          },
          this::all);
    }

    private void stir() {
      edit();
      LockSupport.parkNanos(chance.between(Duration.ZERO, Duration.ofMillis(900)).toNanos());
      mustBeAVersion();
    }

    /** What is listed is what one of the versions says, as a whole. */
    private void mustBeAVersion() {
      long before = Math.max(1, newest());
      String list = listed();
      for (long number = before; number <= newest(); number++) {
        for (long from = number; from >= 1; from--) { // kept versions change nothing
          Optional<Meaning> meaning = meaning(from);
          if (meaning.isPresent()) {
            if (list.equals(lines(meaning.orElseThrow()))) {
              looks++;
              return;
            }
            break;
          }
        }
      }
      throw new AssertionError("no version says this:\n" + list + "\n" + all());
    }

    private Optional<Meaning> meaning(long version) {
      return library.of(new TreeMap<>(records.policyFiles(version)));
    }

    /** Each monitor as {@code list} shows it, but for whether it runs. */
    private String listed() {
      return watcher
          .cli
          .run("-o list -q")
          .out()
          .lines()
          .map(line -> line.split(" ", -1))
          .map(words -> words[0] + " " + String.join(" ", List.of(words).subList(2, 7)))
          .sorted()
          .collect(Collectors.joining("\n"));
    }

    private static String lines(Meaning meaning) {
      return meaning.monitors().values().stream()
          .map(each -> line(each.spec()))
          .sorted()
          .collect(Collectors.joining("\n"));
    }

    private static String line(MonitorSpec spec) {
      String interval =
          BigDecimal.valueOf(spec.interval().toMillis(), 3).stripTrailingZeros().toPlainString();
      return "%s boot %s %d %s %s"
          .formatted(spec.host(), interval, spec.retries(), spec.lostPulse(), spec.regainPulse());
    }

    /** Names of all that is in force besides monitors, as the lists have them. */
    private List<SortedSet<String>> others() {
      return List.of(
          names("check list --json", "checks", "check"),
          names("rule list --json", "rules", "rule"),
          names("job list --json", "jobs", "name"),
          names("maintenance list --json", "maintenance", "name"));
    }

    private SortedSet<String> names(String command, String list, String name) {
      SortedSet<String> names = new TreeSet<>();
      byte[] json = watcher.cli.run(command).out().getBytes(StandardCharsets.UTF_8);
      for (JsonNode each : Json.parse(json).get(list)) {
        names.add(each.get(name).asString());
      }
      return names;
    }

    private static List<SortedSet<String>> others(Meaning meaning) {
      return List.of(
          meaning.checks(),
          meaning.names(Owned.Kind.RULE),
          meaning.names(Owned.Kind.JOB),
          meaning.names(Owned.Kind.WINDOW));
    }

    long newest() {
      List<Records.Version> newest = records.policyVersions(1);
      return newest.isEmpty() ? 0 : newest.getFirst().number();
    }

    long runs(String kind, String host) {
      return records.runs(host, 1_000).stream()
          .filter(run -> run.kind().word().equals(kind))
          .count();
    }

    long endedRuns(String kind, String host) {
      return records.runs(host, 1_000).stream()
          .filter(run -> run.kind().word().equals(kind) && run.status().ended())
          .count();
    }

    boolean up(String host) {
      return records.snapshot().states().stream()
          .anyMatch(
              state ->
                  state.host().value().equals(host)
                      && state.verdict() == org.failovermon.engine.model.Verdict.UP);
    }

    void mustBeAtRest() {
      SortedMap<String, String> texts = files.texts();
      String wanted = lines(library.of(texts).orElseThrow());
      Await.until(
          "all of the last good set is in force",
          () ->
              listed().equals(wanted)
                  && others().equals(others(library.of(texts).orElseThrow()))
                  && watcher.cli.run("status --json").out().contains("\"trouble\" : null"),
          this::all);
      Await.until(
          "both are up and nothing of them runs",
          () ->
              up(ALPHA)
                  && up(BETA)
                  && records.snapshot().openRuns().stream().allMatch(this::elsewhere),
          this::all);
      mustBeVersions(texts);
      for (String host : List.of(ALPHA, BETA)) {
        JsonNode runs =
            Json.parse(
                watcher
                    .cli
                    .run("runs --json --host " + host)
                    .out()
                    .getBytes(StandardCharsets.UTF_8));
        List<String> kinds = new ArrayList<>();
        for (JsonNode run : runs.get("runs")) {
          kinds.add(run.get("kind").asString() + " of " + run.get("outage").asLong());
        }
        assertEquals(2, kinds.size(), host + ": " + kinds + "\n" + all());
        long outage = runs.get("runs").get(0).get("outage").asLong();
        assertEquals(
            List.of("lost-pulse of " + outage, "regain-pulse of " + outage),
            kinds.stream().sorted().toList(),
            all());
      }
      assertTrue(
          watcher.cli.run("log -n 1000").out().lines().noneMatch(line -> line.contains("ERROR")),
          this::all);
    }

    /** Rules and jobs go on for ever, and those that a kill interrupted wait for an operator. */
    private boolean elsewhere(Run run) {
      return run.kind() == RunKind.RULE || run.kind() == RunKind.JOB;
    }

    /** Numbered one by one, each good, and the newest is what is on disk. */
    private void mustBeVersions(SortedMap<String, String> texts) {
      List<Records.Version> versions = records.policyVersions(10_000);
      for (int i = 0; i < versions.size(); i++) {
        long number = versions.get(i).number();
        assertEquals(versions.size() - i, number, versions.toString());
        assertTrue(meaning(number).isPresent(), "version " + number + " is not good: " + all());
      }
      assertEquals(texts, new TreeMap<>(records.policyFiles(newest())));
    }

    private String all() {
      return "seed "
          + SEED
          + "\n"
          + String.join("\n", story)
          + "\n"
          + watcher.cli.run("-o list -q").out()
          + watcher.cli.run("runs").all()
          + watcher.cli.run("log -n 60").all()
          + watcher.output();
    }
  }
}
