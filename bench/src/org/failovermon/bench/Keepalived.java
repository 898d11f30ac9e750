package org.failovermon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A pair of keepalived with one address: the master in namespace a, the backup in b. Priorities are
 * 254 and 250, so that the skew is a fiftieth of an advert and the backup takes over 3.02 adverts
 * after the last one it heard.
 */
final class Keepalived implements AutoCloseable {
  private static final String ADDRESS = "10.66.0.100";

  private final Ground ground;
  private final long advertMs;
  private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final Process monitor;
  private final Process backup;
  private Process master;

  /** The address came to the backup, or left it. */
  private record Change(boolean came, long nanos) {}

  Keepalived(Ground ground, long advertMs) throws IOException {
    this.ground = ground;
    this.advertMs = advertMs;
    monitor =
        ground.track(
            new ProcessBuilder("ip", "-o", "-n", ground.b(), "monitor", "address")
                .redirectErrorStream(true)
                .start());
    Thread.ofPlatform().daemon().name("watch-address").start(this::watch);
    backup = start(ground.b(), "backup", 250);
    startMaster();
  }

  private void watch() {
    try (BufferedReader lines = monitor.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        if (line.contains(" " + ADDRESS + "/")) {
          changes.add(new Change(!line.startsWith("Deleted"), now));
        }
      }
    } catch (IOException e) {
      // The monitor was ended with the run: nothing is left to watch.
      return;
    }
  }

  private void startMaster() throws IOException {
    master = start(ground.a(), "master", 254);
  }

  private Process start(String namespace, String role, int priority) throws IOException {
    Path base = ground.folder().resolve("keepalived-" + role + "-" + advertMs);
    Path config = Path.of(base + ".conf");
    Path pid = Path.of(base + ".pid");
    Path vrrpPid = Path.of(base + ".vrrp.pid");
    Files.deleteIfExists(pid); // a killed one leaves them, and would be thought to run
    Files.deleteIfExists(vrrpPid);
    Files.writeString(
        config,
        """
        global_defs {
          router_id %s
          vrrp_version 3
          vrrp_garp_master_repeat 1
          vrrp_garp_master_delay 0
        }
        vrrp_instance bench {
          state %s
          interface %s
          virtual_router_id 51
          priority %d
          advert_int %s
          virtual_ipaddress {
            %s/24
          }
        }
        """
            .formatted(
                role,
                role.toUpperCase(Locale.ROOT),
                Ground.LINK,
                priority,
                String.format(Locale.ROOT, "%.2f", advertMs / 1000.0),
                ADDRESS));
    return ground.start(
        namespace,
        Path.of(base + ".log"),
        "keepalived",
        "--dont-fork",
        "--log-console",
        "--vrrp",
        "--use-file=" + config,
        "--pid=" + pid,
        "--vrrp_pid=" + vrrpPid);
  }

  /** Waits until the master has the address and the backup has not. */
  void settle() throws IOException, InterruptedException {
    Ground.await("keepalived's master holds the address", 30, 50, this::masterAlone);
    TimeUnit.MILLISECONDS.sleep(advertMs * 4);
    changes.clear();
  }

  private boolean masterAlone() {
    return holds(ground.a()) && !holds(ground.b());
  }

  private static boolean holds(String namespace) {
    try {
      return Ground.run("ip", "-n", namespace, "-o", "address", "show", "dev", Ground.LINK)
          .contains(" " + ADDRESS + "/");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills the master; returns the nanoseconds until the backup had the address. */
  long death() throws InterruptedException {
    changes.clear();
    long killed = System.nanoTime();
    Ground.kill(master);
    long end = killed + 30_000_000_000L;
    while (true) {
      Change change = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (change == null) {
        throw new IllegalStateException("keepalived's backup did not take over within 30 s");
      }
      if (change.came()) {
        return change.nanos() - killed;
      }
    }
  }

  /** Starts the master again. The address that the dead one left behind goes first. */
  void recover() throws IOException, InterruptedException {
    master.waitFor();
    new ProcessBuilder(
            "ip", "-n", ground.a(), "address", "del", ADDRESS + "/24", "dev", Ground.LINK)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    startMaster();
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : java.util.List.of(master, backup, monitor)) {
      Ground.stop(process);
    }
  }
}
