package org.failovermon.engine.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.WatchedFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether the content of files changed, on a thread of its own. A file is read
 * only when its identity, size or time of change is another than before, or so recent that a file
 * system with a coarse clock may hide a change; whether it changed is told by its SHA-256. Of a
 * file larger than 16 MiB, the first 16 MiB and the size tell. Thread-safe.
 */
public final class FileWatch implements WatchedFiles, AutoCloseable {
  /** How often it looks. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** Files that are looked at; further ones are not, which is said. */
  public static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
  private static final long MOST_BYTES = 16L << 20;
  private static final int BUFFER = 64 << 10;
  private static final String GONE = "";

  /** FAT keeps times to two seconds. */
  private static final Duration COARSE = Duration.ofSeconds(3);

  private final Path home;
  private final Inbox inbox;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("failovermon-files").factory());
  private final Map<String, Seen> seen = new HashMap<>();
  private volatile Set<String> wanted = Set.of();

  /** What a file looked like, and the content that was last told of; null before the first look. */
  private static final class Seen {
    private String look = "";
    private @Nullable String hash;
    private String trouble = "";
  }

  private FileWatch(Path home, Inbox inbox, Clock clock) {
    this.home = home;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * Starts to look, at nothing yet.
   *
   * @param home the folder that relative names begin at
   * @param inbox where changes go
   */
  public static FileWatch start(Path home, Inbox inbox, Clock clock) {
    return start(home, inbox, clock, PERIOD);
  }

  static FileWatch start(Path home, Inbox inbox, Clock clock, Duration period) {
    FileWatch watch = new FileWatch(home, inbox, clock);
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::lookSafely, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    return watch;
  }

  @Override
  public void watch(Set<String> files) {
    Set<String> bounded = new TreeSet<>();
    files.stream().sorted().limit(MOST).forEach(bounded::add);
    wanted = Set.copyOf(bounded);
    if (files.size() > MOST) {
      note(
          "rules name "
              + files.size()
              + " files; the first "
              + MOST
              + " by name are looked at, the others are not");
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      // An exception would end the schedule without a word.
      LOG.error("the files that rules name cannot be looked at", e);
    }
  }

  private void look() {
    Set<String> now = wanted;
    seen.keySet().retainAll(now);
    for (String file : now) {
      look(file, seen.computeIfAbsent(file, name -> new Seen()));
    }
  }

  private void look(String file, Seen known) {
    Path path = home.resolve(file);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Instant changed = attributes.lastModifiedTime().toInstant();
      String look = attributes.fileKey() + " " + attributes.size() + " " + changed;
      boolean recent = Duration.between(changed, clock.wall()).abs().compareTo(COARSE) < 0;
      if (known.hash == null || recent || !look.equals(known.look)) {
        tell(file, known, hash(path, attributes.size()));
        known.look = look;
      }
      known.trouble = "";
    } catch (NoSuchFileException e) {
      known.look = GONE;
      known.trouble = "";
      tell(file, known, GONE);
    } catch (IOException e) {
      String reason =
          e instanceof FileSystemException f && f.getReason() != null
              ? f.getReason()
              : e.getMessage();
      String trouble = file + ", which a rule looks at, cannot be read: " + reason;
      if (!trouble.equals(known.trouble) && note(trouble)) {
        known.trouble = trouble;
      }
    }
  }

  private void tell(String file, Seen known, String hash) {
    if (known.hash == null) {
      known.hash = hash;
    } else if (!hash.equals(known.hash)
        // A full inbox: the same is offered again at the next look.
        && inbox.offer(new Event.FileChanged(file, hash, clock.wall()))) {
      known.hash = hash;
    }
  }

  private boolean note(String text) {
    return inbox.offer(
        new Event.Note(
            new LogEntry(
                clock.wall(), LogEntry.Kind.ENGINE, "engine", "", "", text, LogEntry.ENGINE)));
  }

  private static String hash(Path path, long size) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long left = MOST_BYTES;
    try (InputStream in = Files.newInputStream(path)) {
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          break;
        }
        digest.update(buffer, 0, count);
        left -= count;
      }
    }
    if (left == 0) {
      digest.update(Long.toString(size).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Stops looking. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
