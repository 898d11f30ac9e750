package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.port.Write;
import tools.jackson.databind.JsonNode;

/**
 * Many hosts at one beat a second, one path each: how late beats are sent, and what the daemon that
 * sends them costs. Every host has an address of its own (10.77.x.y), all of them routed to one
 * other namespace, where another daemon answers. The beats are counted there, by the kernel.
 */
final class Scale {
  private static final long WARM_UP_S = 30;

  private final Ground ground;
  private final long seconds;
  private final Table table =
      new Table(
          "hosts",
          "beats/s at the responder",
          "lateness p50 (ms)",
          "p99 (ms)",
          "max (ms)",
          "CPU (% of a core)",
          "RSS (MiB)",
          "up");

  Scale(Ground ground, long seconds) {
    this.ground = ground;
    this.seconds = seconds;
  }

  void run(List<Integer> sizes) throws IOException, InterruptedException {
    ground.makeNamespaces();
    Ground.run("ip", "-n", ground.a(), "route", "add", "local", "10.77.0.0/16", "dev", "lo");
    Ground.run("ip", "-n", ground.b(), "route", "add", "10.77.0.0/16", "via", Ground.ADDRESS_A);
    for (int size : sizes) {
      measure(size);
    }
    table.print(
        "Many hosts at one beat a second, over " + seconds + " s after " + WARM_UP_S + " s",
        "bench/run scale");
  }

  private void measure(int size) throws IOException, InterruptedException {
    Installation responder = new Installation(ground, ground.a(), "responder-" + size);
    Installation watcher = new Installation(ground, ground.b(), "watcher-" + size);
    responder.generateKey();
    watcher.copyKeyOf(responder);
    responder.settings(
        "listen = ["
            + IntStream.range(0, size)
                .mapToObj(host -> '"' + address(host) + '"')
                .collect(Collectors.joining(", "))
            + "]\n");
    watcher.settings("listen = [\"" + Ground.ADDRESS_B + "\"]\ngrace = \"0s\"\n");
    System.err.printf(
        "%,d hosts: the responder is ready after %s ms%n", size, Sample.ms(responder.start()));
    addMonitors(watcher, size);
    System.err.printf(
        "%,d hosts: the watcher is ready after %s ms%n", size, Sample.ms(watcher.start()));
    watcher.socket().post("/v1/operate", "{\"command\": \"start\", \"hosts\": []}");
    System.err.printf("%,d hosts: the monitors are started%n", size);
    TimeUnit.SECONDS.sleep(WARM_UP_S);
    long pid = watcher.pid();
    resetFigures(watcher);
    long cpu = cpuTicks(pid);
    long beats = received();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double passed = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = (cpuTicks(pid) - cpu) / 100.0;
    double rate = (received() - beats) / passed;
    JsonNode figures = figures(watcher);
    table.row(
        String.format(Locale.ROOT, "%,d", size),
        String.format(Locale.ROOT, "%,.0f", rate),
        ms(figures, "lateness_p50_s"),
        ms(figures, "lateness_p99_s"),
        ms(figures, "lateness_max_s"),
        String.format(Locale.ROOT, "%.0f", 100 * cpuSeconds / passed),
        Long.toString(residentMib(pid)),
        watcher.verdicts("up") + "/" + size);
    watcher.stop();
    responder.stop();
  }

  /**
   * Written into the database before the daemon is started: ten thousand commands, each on the disk
   * before the next, would take minutes.
   */
  private static void addMonitors(Installation watcher, int size) {
    Instant now = Instant.now();
    try (SqliteStore store =
        SqliteStore.open(StoreOptions.defaults(watcher.home().resolve("failovermon.db")))) {
      store.start(event -> true);
      List<Write> writes = new ArrayList<>();
      for (int host = 0; host < size; host++) {
        HostName name = new HostName(address(host));
        writes.add(new Write.PutMonitor(monitor(name)));
        writes.add(new Write.PutState(MonitorState.added(name, now)));
        writes.add(new Write.PutPath(CommPath.ownName(name)));
      }
      if (!store.commit(1, writes)) {
        throw new IllegalStateException("the store does not take " + writes.size() + " writes");
      }
    }
  }

  private static MonitorSpec monitor(HostName host) {
    MonitorSpec defaults = MonitorSpec.withDefaults(host);
    return new MonitorSpec(
        host,
        Duration.ofSeconds(1),
        3,
        defaults.timeout(),
        defaults.lostPulse(),
        defaults.regainPulse(),
        false);
  }

  private static String address(int host) {
    return "10.77." + (host / 250 + 1) + "." + (host % 250 + 1);
  }

  private static void resetFigures(Installation watcher) {
    try {
      watcher.socket().post("/v1/daemon", "{\"command\": \"reset-figures\"}");
    } catch (IllegalStateException e) {
      System.err.println("lateness is counted from the start of the daemon: " + e.getMessage());
    }
  }

  private static JsonNode figures(Installation watcher) {
    return watcher.socket().get("/v1/status").path("figures");
  }

  private static String ms(JsonNode figures, String member) {
    return String.format(Locale.ROOT, "%.2f", figures.path(member).asDouble(Double.NaN) * 1000);
  }

  /** User and system time, in hundredths of a second (USER_HZ). */
  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long residentMib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Datagrams that the responder's namespace has received. */
  private long received() throws IOException, InterruptedException {
    List<String[]> udp =
        Arrays.stream(
                Ground.run("ip", "netns", "exec", ground.a(), "cat", "/proc/net/snmp").split("\n"))
            .filter(line -> line.startsWith("Udp: "))
            .map(line -> line.split(" ", -1))
            .toList();
    int column = List.of(udp.get(0)).indexOf("InDatagrams");
    return Long.parseLong(udp.get(1)[column]);
  }
}
