package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many reloads in one daemon with a small heap: what is left after a full collection, and how many
 * classes are loaded, as the daemon's own JDK tells. The slope is what a reload leaves behind.
 */
final class PolicyReloads {
  private static final int PORT = 46_942;
  private static final int FILES = 100;
  private static final int LOOKS = 10;

  private final Ground ground;
  private final int reloads;
  private final int heapMib;
  private final List<Look> looks = new ArrayList<>();

  /** What the daemon is after some reloads. */
  private record Look(int reloads, long heapBytes, long classes, long loaders, long residentMib) {}

  PolicyReloads(Ground ground, int reloads, int heapMib) {
    this.ground = ground;
    this.reloads = reloads;
    this.heapMib = heapMib;
  }

  void run() throws IOException, InterruptedException {
    Installation home = new Installation(ground, "", "reloads");
    home.settings("listen = [\"127.0.0.1:" + PORT + "\"]\nport = " + PORT + "\n");
    home.environment("FAILOVERD_HEAP", heapMib + "m");
    home.generateKey();
    Files.createDirectories(home.home().resolve("policies/lib"));
    Files.writeString(
        home.home().resolve("policies/lib/Names.groovy"),
        "String nameOf(int number) { '127.78.0.' + number }\n");
    for (int file = 0; file < FILES; file++) {
      PolicyTexts.save(PolicyTexts.file(home, file), text(file, 0));
    }
    home.start();
    long begin = System.nanoTime();
    look(home, 0);
    for (int reload = 1; reload <= reloads; reload++) {
      int file = reload % FILES;
      PolicyTexts.save(PolicyTexts.file(home, file), text(file, reload));
      int exit =
          home.socket()
              .post("/v1/daemon", "{\"command\": \"policy-apply\", \"comment\": \"\"}")
              .path("exit")
              .asInt(-1);
      if (exit != 0) {
        throw new IllegalStateException("reload " + reload + " was refused; see the home's log");
      }
      if (reload % Math.max(1, reloads / LOOKS) == 0) {
        look(home, reload);
      }
    }
    System.err.printf("%d reloads in %.0f s%n", reloads, (System.nanoTime() - begin) / 1e9);
    home.stop();
    print();
  }

  /** Half of the files use the library; each has a block, a check and a text of its own. */
  private static String text(int file, int reload) {
    String monitor = PolicyTexts.monitor("127.78.0." + (file + 1), true, 60 + reload % 1_000);
    return (file % 2 == 0
            ? monitor
            : monitor.replace(
                "monitor('127.78.0." + (file + 1) + "')", "monitor(nameOf(" + (file + 1) + "))"))
        + "// reload "
        + reload
        + "\n";
  }

  private void look(Installation home, int after) throws IOException, InterruptedException {
    String pid = Long.toString(home.pid());
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = Ground.run(jcmd, pid, "GC.class_histogram"); // collects first
    String loaders = Ground.run(jcmd, pid, "VM.classloader_stats");
    String[] total = last(histogram, "Total").strip().split("\\s+");
    String[] sum = last(loaders, "Total =").strip().split("\\s+");
    Look look =
        new Look(
            after,
            Long.parseLong(total[2]),
            Long.parseLong(sum[3]),
            Long.parseLong(sum[2]),
            residentMib(home.pid()));
    looks.add(look);
    System.err.println(look);
  }

  private static String last(String text, String begins) {
    return text.lines()
        .filter(line -> line.strip().startsWith(begins))
        .reduce((one, two) -> two)
        .orElseThrow(() -> new IllegalStateException("no line " + begins + " in: " + text));
  }

  private static long residentMib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private void print() {
    Table table =
        new Table("reloads", "heap after GC (KiB)", "classes", "class loaders", "RSS (MiB)");
    for (Look look : looks) {
      table.row(
          Integer.toString(look.reloads()),
          Long.toString(look.heapBytes() / 1024),
          Long.toString(look.classes()),
          Long.toString(look.loaders()),
          Long.toString(look.residentMib()));
    }
    // What is built once is built within the first looks.
    List<Look> settled = looks.subList(Math.min(2, looks.size() - 1), looks.size());
    table.row(
        "slope from " + settled.getFirst().reloads() + " on, for each reload",
        String.format(Locale.ROOT, "%.2f", slope(settled, true) / 1024),
        String.format(Locale.ROOT, "%.3f", slope(settled, false)),
        "",
        "");
    table.print(
        reloads + " reloads of " + FILES + " files in one daemon, -Xmx" + heapMib + "m",
        "bench/run policies-reloads");
  }

  /** Least squares. */
  private static double slope(List<Look> looks, boolean heap) {
    double meanX = looks.stream().mapToDouble(Look::reloads).average().orElse(0);
    double meanY = looks.stream().mapToDouble(each -> value(each, heap)).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Look each : looks) {
      above += (each.reloads() - meanX) * (value(each, heap) - meanY);
      below += (each.reloads() - meanX) * (each.reloads() - meanX);
    }
    return below == 0 ? 0 : above / below;
  }

  private static double value(Look look, boolean heap) {
    return heap ? look.heapBytes() : look.classes();
  }
}
