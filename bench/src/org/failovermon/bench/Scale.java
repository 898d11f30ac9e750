package org.failovermon.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Many hosts at one beat a second, one path each: how late beats are sent, and what the daemon that
 * sends them costs.
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
    Fleet.route(ground);
    for (int size : sizes) {
      measure(size);
    }
    table.print(
        "Many hosts at one beat a second, over " + seconds + " s after " + WARM_UP_S + " s",
        "bench/run scale");
  }

  private void measure(int size) throws IOException, InterruptedException {
    Fleet fleet = new Fleet(ground, size, 0);
    fleet.start();
    TimeUnit.SECONDS.sleep(WARM_UP_S);
    fleet.resetFigures();
    double cpu = fleet.cpuSeconds();
    long beats = fleet.beatsReceived();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double passed = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = fleet.cpuSeconds() - cpu;
    double rate = (fleet.beatsReceived() - beats) / passed;
    JsonNode figures = fleet.figures();
    table.row(
        String.format(Locale.ROOT, "%,d", size),
        String.format(Locale.ROOT, "%,.0f", rate),
        Fleet.ms(figures, "lateness_p50_s"),
        Fleet.ms(figures, "lateness_p99_s"),
        Fleet.ms(figures, "lateness_max_s"),
        String.format(Locale.ROOT, "%.0f", 100 * cpuSeconds / passed),
        Long.toString(fleet.residentMib()),
        fleet.watcher().verdicts("up") + "/" + size);
    fleet.stop();
  }
}
