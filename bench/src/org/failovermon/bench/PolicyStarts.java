package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.failovermon.engine.heartbeat.KeyFile;
import org.failovermon.engine.heartbeat.KeyFileException;
import org.failovermon.engine.heartbeat.NameResolver;
import org.failovermon.engine.heartbeat.PathCheck;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;

/**
 * The start of a daemon with many policy files: until a heartbeat is answered, and until the
 * policies are in force and the control socket answers; with and without the cache of compiled
 * classes.
 */
final class PolicyStarts {
  private static final int PORT = 46_941;
  private static final HostName LOCAL = new HostName("127.0.0.1");

  private final Ground ground;
  private final int files;
  private final int starts;

  PolicyStarts(Ground ground, int files, int starts) {
    this.ground = ground;
    this.files = files;
    this.starts = starts;
  }

  void run() throws IOException, InterruptedException {
    Sample answeredCold = new Sample();
    Sample cold = new Sample();
    Sample answeredCached = new Sample();
    Sample cached = new Sample();
    for (int start = 0; start < starts; start++) {
      Installation home = home(start);
      start(home, answeredCold, cold);
      start(home, answeredCached, cached);
      System.err.printf(
          "start %d of %d: cold %s ms (answers after %s), cached %s ms (answers after %s)%n",
          start + 1,
          starts,
          Sample.ms(cold.last()),
          Sample.ms(answeredCold.last()),
          Sample.ms(cached.last()),
          Sample.ms(answeredCached.last()));
      remove(home.home());
    }
    Table table = new Table("from exec of failoverd", "median (ms)", "p99 (ms)", "worst (ms)", "n");
    String count = String.format(Locale.ROOT, "%,d files", files);
    table.row(count + ", never compiled: in force and ready", cold.cells());
    table.row("the same: a heartbeat is answered", answeredCold.cells());
    table.row(count + ", classes in the cache: in force and ready", cached.cells());
    table.row("the same: a heartbeat is answered", answeredCached.cells());
    table.print("The start with policies", "bench/run policies-starts");
  }

  private Installation home(int number) throws IOException, InterruptedException {
    Installation home = new Installation(ground, "", "starts-" + number);
    home.settings("listen = [\"" + LOCAL + ":" + PORT + "\"]\nport = " + PORT + "\n");
    home.generateKey();
    Files.createDirectories(home.home().resolve("policies"));
    for (int file = 0; file < files; file++) {
      String host = "127.77." + (file / 250 + 1) + "." + (file % 250 + 1);
      Files.writeString(PolicyTexts.file(home, file), PolicyTexts.monitor(host, true, 60));
    }
    return home;
  }

  private void start(Installation home, Sample answered, Sample ready)
      throws IOException, InterruptedException {
    AtomicLong heard = new AtomicLong();
    long begin = System.nanoTime();
    Thread asking = Thread.ofVirtual().start(() -> heard.set(awaitAnswer(home, begin)));
    ready.add(home.start());
    System.err.printf(Locale.ROOT, "CPU until ready: %.1f s%n", home.cpuSeconds());
    asking.join();
    answered.add(heard.get());
    int monitors = home.socket().get("/v1/status").path("monitors").size();
    if (monitors != files) {
      throw new IllegalStateException(monitors + " monitors of " + files + " are in force");
    }
    home.stop();
  }

  private static long awaitAnswer(Installation home, long begin) {
    try {
      PathCheck check =
          new PathCheck(
              new BootClock(), KeyFile.load(home.home().resolve("key")), NameResolver.SYSTEM);
      CommPath path = new CommPath(LOCAL, LOCAL.value(), PORT, false);
      while (!check.check(path, PORT, Duration.ofMillis(100)).ok()) {
        LockSupport.parkNanos(10_000_000);
      }
      return System.nanoTime() - begin;
    } catch (KeyFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
