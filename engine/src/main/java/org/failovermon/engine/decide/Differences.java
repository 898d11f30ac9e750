package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects what differs between two versions of an entry, for a sentence. Not thread-safe. */
final class Differences {
  private final List<String> found = new ArrayList<>();

  /** Notes a value if it differs, as "interval 60 s → 30 s". */
  <T> Differences value(
      String what, @Nullable T before, @Nullable T after, Function<T, String> show) {
    if (!Objects.equals(before, after)) {
      found.add(what + " " + shown(before, show) + " → " + shown(after, show));
    }
    return this;
  }

  /** Notes that something differs which is too long to show. */
  Differences part(String what, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      found.add(what + " changed");
    }
    return this;
  }

  /** Notes a difference in words of its own. */
  Differences words(String text) {
    found.add(text);
    return this;
  }

  boolean none() {
    return found.isEmpty();
  }

  @Override
  public String toString() {
    return String.join(", ", found);
  }

  private static <T> String shown(@Nullable T value, Function<T, String> show) {
    return value == null ? "as configured" : show.apply(value);
  }
}
