package org.failovermon.app.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a secret which the policies in force use is another one now. A file is read only
 * where its stamp has changed, or is so young that it may stand for two contents; what is found
 * counts when two looks in a row have found it, since writers empty a file before they fill it.
 * Pure but for the files: time is handed in. Not thread-safe.
 */
final class SecretWatch {
  /** Some file systems give what was written within such a time the same stamp. */
  private static final long COARSE_NANOS = Duration.ofSeconds(3).toNanos();

  /** How often what goes on to differ is named again. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private static final String STAMP = "unix:ino,dev,mode,uid,size,lastModifiedTime,ctime";

  private final CompilerSettings.Secrets secrets;
  private final Map<String, Known> known = new HashMap<>();
  private List<String> named = List.of();
  private long namedNanos;

  /** What was found: the secret, or why it must not be used, or neither where there is none. */
  private record Found(@Nullable Secret secret, String objection) {}

  /**
   * What is known of a secret.
   *
   * @param stamp of its file
   * @param since when that stamp was first seen, monotonic
   * @param found what it was at the last look
   * @param rests whether it was so at the look before as well
   */
  private record Known(Map<String, Object> stamp, long since, Found found, boolean rests) {}

  /** A watch over the secrets of an installation. */
  SecretWatch(CompilerSettings.Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Names of the secrets that differ from what is used, in order: once when they do, and again each
   * 5 s as long as they go on to.
   *
   * @param used the secrets as the policies in force use them, by name
   * @param nowNanos monotonic time
   */
  List<String> look(Map<String, Secret> used, long nowNanos) {
    known.keySet().retainAll(used.keySet());
    TreeSet<String> differing = new TreeSet<>();
    used.forEach(
        (name, secret) -> {
          Known now = know(name, nowNanos);
          known.put(name, now);
          if (now.rests && !secret.equals(now.found.secret)) {
            differing.add(name);
          }
        });
    List<String> names = List.copyOf(differing);
    if (names.equals(named) && nowNanos - namedNanos < AGAIN_NANOS) {
      return List.of();
    }
    named = names;
    namedNanos = nowNanos;
    return names;
  }

  /** Names of the secrets that two sets both use, and of which they have different values. */
  static List<String> changed(Map<String, Secret> before, Map<String, Secret> after) {
    return before.keySet().stream()
        .filter(
            name -> after.containsKey(name) && !Objects.equals(before.get(name), after.get(name)))
        .sorted()
        .toList();
  }

  private Known know(String name, long nowNanos) {
    Map<String, Object> stamp = stamp(name);
    Known before = known.get(name);
    boolean same = before != null && before.stamp.equals(stamp);
    long since = same && before != null ? before.since : nowNanos;
    if (before != null && same && before.rests && nowNanos - since >= COARSE_NANOS) {
      return before;
    }
    Found found = find(name);
    return new Known(stamp, since, found, before != null && before.found.equals(found));
  }

  private Found find(String name) {
    try {
      return new Found(secrets.find(name).orElse(null), "");
    } catch (InvalidValueException e) {
      return new Found(null, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> stamp(String name) {
    try {
      return Files.readAttributes(Path.of(secrets.file(name)), STAMP);
    } catch (IOException e) {
      return Map.of(); // it is not there, or we may not see it, which is looked at as well
    }
  }
}
