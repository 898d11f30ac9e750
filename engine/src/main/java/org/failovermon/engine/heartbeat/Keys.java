package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in force in a running daemon. Follows the key file: {@link #refresh} looks whether it
 * has changed, and reads it anew then; keys that were good stay in force while the file is not.
 * Thread-safe.
 */
public final class Keys {
  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

  private final @Nullable Path file;
  private volatile KeyRing ring;
  private @Nullable Stamp seen;
  private volatile String trouble = "";

  private Keys(@Nullable Path file, KeyRing ring) {
    this.file = file;
    this.ring = ring;
  }

  /**
   * Reads a key file and follows it from then on.
   *
   * @throws KeyFileException when the file cannot be used
   */
  public static Keys follow(Path file) throws KeyFileException {
    // Looked at before it is read: a change in between is seen again rather than missed.
    Stamp stamp = Stamp.of(file);
    Keys keys = new Keys(file, KeyFile.load(file));
    keys.seen = stamp;
    return keys;
  }

  /** Keys that never change. */
  public static Keys fixed(KeyRing ring) {
    return new Keys(null, ring);
  }

  /**
   * Why the key file cannot be used at present, so that the keys that were read before stay in
   * force, as a sentence; empty when all is well.
   */
  public String trouble() {
    return trouble;
  }

  /** The keys in force. */
  public KeyRing ring() {
    return ring;
  }

  /**
   * Reads the file anew if it has changed since it was looked at last. The responder calls this
   * about once a second; it costs one {@code stat}.
   *
   * @return whether other keys are in force now
   */
  public synchronized boolean refresh() {
    if (file == null) {
      return false;
    }
    Stamp now = Stamp.of(file);
    if (now.equals(seen)) {
      return false;
    }
    seen = now;
    try {
      KeyRing fresh = KeyFile.load(file);
      trouble = "";
      if (fresh.equals(ring)) {
        return false;
      }
      ring = fresh;
      LOG.info("the keys were read anew from {}: {}", file, fresh.keys());
      return true;
    } catch (KeyFileException e) {
      trouble = e.getMessage() + "; the keys read before stay in force until failoverd ends";
      LOG.error("the keys in force stay ({}): {}", ring.keys(), e.getMessage());
      return false;
    }
  }

  /** What changes when a file is written, replaced, or its rights are mended. */
  private record Stamp(Map<String, Object> attributes) {
    static Stamp of(Path file) {
      try {
        return new Stamp(
            Files.readAttributes(file, "unix:lastModifiedTime,ctime,size,ino,mode,uid"));
      } catch (IOException e) {
        return new Stamp(Map.of("missing", String.valueOf(e.getMessage())));
      }
    }
  }
}
