package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which key each host answered last: a host that knows only a key which is not ours any more
 * is silent because of us. Kept in a small file, since a key can be changed while no daemon runs; a
 * change is written within a second. The file holds ids of keys and no secret. Thread-safe.
 */
public final class AnsweredKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnsweredKeys.class);
  private static final int MOST_HOSTS = 200_000;

  private final @Nullable Path file;
  private final Map<HostName, Integer> keys = new ConcurrentSkipListMap<>();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private final @Nullable ScheduledExecutorService writer;
  private boolean complained;

  private AnsweredKeys(@Nullable Path file) {
    this.file = file;
    this.writer =
        file == null
            ? null
            : Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("answered-keys").unstarted(task));
  }

  /** A memory that ends with the process. */
  public static AnsweredKeys inMemory() {
    return new AnsweredKeys(null);
  }

  /** The memory in this file; one that cannot be read, or is not there, is empty. */
  public static AnsweredKeys keptIn(Path file) {
    AnsweredKeys answered = new AnsweredKeys(file);
    answered.read(file);
    if (answered.writer != null) {
      var _ = answered.writer.scheduleWithFixedDelay(answered::write, 1, 1, TimeUnit.SECONDS);
    }
    return answered;
  }

  private void read(Path from) {
    try {
      for (String line : Files.readAllLines(from)) {
        String[] words = line.split(" ", -1);
        if (words.length == 2) {
          keys.put(new HostName(words[0]), Integer.parseUnsignedInt(words[1], 16));
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no host has answered yet: {} is not there", from);
    } catch (IOException | InvalidValueException | NumberFormatException e) {
      LOG.warn("under which keys hosts answered cannot be read from {}: {}", from, e.getMessage());
    }
  }

  /** A host answered, and signed with this key. */
  void answered(HostName host, int keyId) {
    Integer before = keys.size() < MOST_HOSTS ? keys.put(host, keyId) : keys.get(host);
    if (before == null || before != keyId) {
      dirty.set(true);
    }
  }

  /** Why silence of the host proves nothing under these keys, or empty. */
  String doubt(HostName host, KeyRing ring) {
    Integer last = keys.get(host);
    if (last == null || ring.keys().stream().anyMatch(key -> key.id() == last)) {
      return "";
    }
    return "our key is "
        + ring.newest().shownId()
        + ", and it answered last under "
        + HeartbeatKey.showId(last)
        + ", which our key file lacks; copy our key file to it, or bring the old one back";
  }

  private synchronized void write() {
    Path to = file;
    if (to == null || !dirty.getAndSet(false)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    keys.forEach(
        (host, key) ->
            text.append(host.value()).append(' ').append(Integer.toHexString(key)).append('\n'));
    Path fresh = to.resolveSibling(to.getFileName() + ".new");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      complained = false;
    } catch (IOException e) {
      dirty.set(true);
      if (!complained) {
        LOG.warn("under which keys hosts answer cannot be written to {}: {}", to, e.getMessage());
      }
      complained = true;
    }
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    if (writer != null) {
      writer.shutdownNow();
      write();
    }
  }
}
