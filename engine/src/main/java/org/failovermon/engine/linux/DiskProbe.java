package org.failovermon.engine.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.failovermon.engine.port.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the disk of the home whether it still works: writes and syncs a small file every second, on
 * a thread of its own. The disk <em>stalls</em> while a write has been under way for longer than
 * the limit. An error that comes back at once (a full disk) is not a stall: it is logged, and the
 * store tells the operator of it.
 */
public final class DiskProbe implements AutoCloseable {
  /** How long a write may take before the disk stalls. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  /** How often it writes. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(DiskProbe.class);

  private final Clock clock;
  private final Writing writing;
  private final long limitNanos;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("failovermon-disk").factory());

  private volatile boolean underWay;
  private volatile long begunNanos;
  private String error = "";

  /** Writes and syncs; blocks for as long as the disk does. */
  @FunctionalInterface
  interface Writing {
    void writeAndSync() throws IOException;
  }

  private DiskProbe(Writing writing, Clock clock, Duration limit) {
    this.writing = writing;
    this.clock = clock;
    this.limitNanos = limit.toNanos();
  }

  /**
   * Starts to probe.
   *
   * @param home a folder on the disk; the file {@code .disk-probe} in it is ours
   * @param clock for the limit
   * @param limit how long a write may take
   */
  public static DiskProbe start(Path home, Clock clock, Duration limit) {
    Path file = home.resolve(".disk-probe");
    return start(() -> writeAndSync(file), clock, limit, PERIOD);
  }

  static DiskProbe start(Writing writing, Clock clock, Duration limit, Duration period) {
    DiskProbe probe = new DiskProbe(writing, clock, limit);
    var _ =
        probe.thread.scheduleWithFixedDelay(
            probe::probe, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    return probe;
  }

  /** Whether a write has been under way for longer than the limit. Thread-safe; returns at once. */
  public boolean stalls() {
    // In this order: a write that begins in between is taken for short, not for long.
    boolean busy = underWay;
    return busy && clock.nanos() - begunNanos > limitNanos;
  }

  private void probe() {
    begunNanos = clock.nanos();
    underWay = true;
    String now = "";
    try {
      writing.writeAndSync();
    } catch (IOException | RuntimeException e) {
      now = String.valueOf(e.getMessage());
    } finally {
      underWay = false;
    }
    if (!now.equals(error)) {
      error = now;
      if (now.isEmpty()) {
        LOG.info("the disk of the home can be written again");
      } else {
        LOG.warn("the disk of the home cannot be written: {}; see: df, dmesg", now);
      }
    }
  }

  /** The file is opened anew each time: the disk may have been mounted anew. */
  private static void writeAndSync(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(new byte[] {'f', 'm', '\n'}), 0);
      out.force(true);
    }
  }

  /** Stops probing. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
