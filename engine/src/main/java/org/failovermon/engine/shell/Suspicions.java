package org.failovermon.engine.shell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.failovermon.engine.model.HostName;

/**
 * Reasons to think that we are the one who is cut off: a link without carrier, a silent reference
 * address, or three and more hosts that fell silent at once. Engine's thread only.
 */
final class Suspicions {
  /**
   * So many hosts that fall silent at once, on all their paths, speak against us rather than
   * against them.
   */
  static final int SILENT_AT_ONCE = 3;

  /** Slack in what "at once" is, on top of the time that detection takes. */
  private static final long SLACK = Duration.ofSeconds(1).toNanos();

  /** Counting stops here: more hosts prove nothing more. */
  private static final int COUNT_LIMIT = 100;

  private static final HostName FIRST = new HostName("0");

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final NavigableSet<Silence> silences = new TreeSet<>();

  private record Silence(long since, HostName host) implements Comparable<Silence> {
    @Override
    public int compareTo(Silence other) {
      return since != other.since ? Long.compare(since, other.since) : host.compareTo(other.host);
    }
  }

  void source(String source, boolean suspicious, String because) {
    if (suspicious) {
      sources.put(source, because);
    } else {
      sources.remove(source);
    }
  }

  boolean anySource() {
    return !sources.isEmpty();
  }

  /** The reasons, as sentences. */
  Iterable<String> reasons() {
    return sources.values();
  }

  void fellSilent(HostName host, long since) {
    silences.add(new Silence(since, host));
  }

  void heard(HostName host, long since) {
    silences.remove(new Silence(since, host));
  }

  /**
   * Why we may be cut off, judged for a host that fell silent then; empty if there is no reason.
   */
  String reason(long silentSince, Duration bound, boolean suspectedWithinTry) {
    if (!sources.isEmpty()) {
      return String.join("; ", sources.values());
    }
    if (suspectedWithinTry) {
      return "we had a reason to suspect ourselves within this try";
    }
    long window = bound.toNanos() + SLACK;
    int count = 0;
    for (Silence silence : silences.tailSet(new Silence(silentSince - window, FIRST), true)) {
      if (silence.since() > silentSince + window || count == COUNT_LIMIT) {
        break;
      }
      count++;
    }
    return count >= SILENT_AT_ONCE
        ? count
            + " hosts fell silent on all their paths within "
            + window / 1_000_000
            + " ms of one another"
        : "";
  }
}
