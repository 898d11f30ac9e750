package org.failovermon.engine.shell;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.Event;

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

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final NavigableSet<Silence> silences = new TreeSet<>();

  private record Silence(long since, HostName host) implements Comparable<Silence> {
    @Override
    public int compareTo(Silence other) {
      return since != other.since ? Long.compare(since, other.since) : host.compareTo(other.host);
    }
  }

  /**
   * A reason.
   *
   * @param from the local addresses that it is about; empty for all
   */
  private record Source(String because, Set<InetAddress> from) {}

  void source(Event.SelfSuspicion event) {
    if (event.suspicious()) {
      sources.put(event.source(), new Source(event.because(), event.from()));
    } else {
      sources.remove(event.source());
    }
  }

  /**
   * Whether a reason counts for a host.
   *
   * @param sentFrom the local addresses that its paths are sent from
   */
  boolean anySource(Supplier<Set<InetAddress>> sentFrom) {
    return !sources.isEmpty() && !reasons(sentFrom).isEmpty();
  }

  /** The reasons, as sentences. */
  Iterable<String> reasons() {
    return sources.values().stream().map(Source::because).toList();
  }

  /**
   * The reasons that count for a host. Those about links count when every link that its paths use
   * is suspected: while one of them works, a host that is silent on it is silent by itself. The
   * direct cable of a pair loses its carrier when the other end loses its power.
   */
  private List<String> reasons(Supplier<Set<InetAddress>> sentFrom) {
    Set<InetAddress> suspected = new HashSet<>();
    sources.values().forEach(source -> suspected.addAll(source.from()));
    boolean allSuspected = !suspected.isEmpty() && suspected.containsAll(sentFrom.get());
    return sources.values().stream()
        .filter(source -> source.from().isEmpty() || allSuspected)
        .map(Source::because)
        .toList();
  }

  void fellSilent(HostName host, long since) {
    silences.add(new Silence(since, host));
  }

  void heard(HostName host, long since) {
    silences.remove(new Silence(since, host));
  }

  /**
   * Why we may be cut off, judged for a host that fell silent then; empty if there is no reason.
   *
   * @param sentFrom the local addresses that its paths are sent from
   */
  String reason(
      long silentSince,
      Duration bound,
      boolean suspectedWithinTry,
      Supplier<Set<InetAddress>> sentFrom) {
    if (anySource(sentFrom)) {
      return String.join("; ", reasons(sentFrom));
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
