package org.failovermon.engine.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.port.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a probe. It ends exactly once: with what the probe found, or at its timeout,
 * whichever comes first; at the timeout the thread that makes it is interrupted and what it opened
 * is closed. Thread-safe.
 */
final class Attempt {
  private static final int MOST_QUOTED = 120;

  /** A wait for our own resources that is worth a word. */
  private static final long NOTABLE_NANOS = 100_000_000L;

  private final Probe probe;
  private final Duration timeout;
  private final Clock clock;
  private final Redaction redaction;
  private final Consumer<CheckResult> sink;
  private final long createdNanos;

  private final Object lock = new Object();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Guard.@Nullable Watch watch;
  private @Nullable Thread maker;
  private long waitedNanos;
  private boolean queued;
  private boolean over;
  private Stage stage = new Stage(Status.UNKNOWN, "");

  /** What is to be said when the timeout comes now. */
  private record Stage(Status status, String sentence) {}

  /**
   * Makes one.
   *
   * @param probe what is asked
   * @param timeout how long it may take, the wait for its turn included
   * @param clock measures it
   * @param sink hears of the result, once
   */
  Attempt(Probe probe, Duration timeout, Clock clock, Consumer<CheckResult> sink) {
    this.probe = probe;
    this.timeout = timeout;
    this.clock = clock;
    this.redaction = Redaction.of(probe);
    this.sink = sink;
    this.createdNanos = clock.nanos();
  }

  Probe probe() {
    return probe;
  }

  Duration timeout() {
    return timeout;
  }

  Clock clock() {
    return clock;
  }

  /** Begins the watch; before anything else is done with the attempt. */
  void guardedBy(Guard guard) {
    synchronized (lock) {
      watch = guard.watch(timeout, this::expire);
    }
  }

  /**
   * Its turn has come.
   *
   * @param thread makes it, and is interrupted at the timeout
   * @return false when it is over already and must not be made
   */
  boolean begin(Thread thread) {
    synchronized (lock) {
      if (over) {
        return false;
      }
      waitedNanos = clock.nanos() - createdNanos;
      maker = thread;
      return true;
    }
  }

  /** Nothing of it is under way any more. */
  void finished() {
    synchronized (lock) {
      maker = null;
      open.clear();
    }
  }

  /** Time that is left, never negative. */
  Duration left() {
    long nanos = timeout.toNanos() - (clock.nanos() - createdNanos);
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** Time that is left in milliseconds, at least 1, as sockets take it. */
  int leftMillis() {
    return Math.clamp(left().toMillis(), 1, Integer.MAX_VALUE);
  }

  /** Nanoseconds since its turn came. */
  long madeForNanos() {
    return clock.nanos() - createdNanos - waitedNanos;
  }

  boolean over() {
    synchronized (lock) {
      return over;
    }
  }

  /** Says what the peer is waited for: "while waiting for the greeting". */
  void waitingFor(String what) {
    atTimeout(Status.CRITICAL, "no answer within " + Durations.show(timeout) + ", while " + what);
  }

  /**
   * It waits for a free place.
   *
   * @param sentence what is said when the timeout comes before its turn
   */
  void queued(String sentence) {
    synchronized (lock) {
      queued = true;
      stage = new Stage(Status.UNKNOWN, sentence);
    }
  }

  /** Sets what is said when the timeout comes now. */
  void atTimeout(Status status, String sentence) {
    synchronized (lock) {
      stage = new Stage(status, sentence);
    }
  }

  /**
   * Has something closed at the timeout, which ends what is blocked in it. Its {@code close} must
   * not block.
   *
   * @throws IOException when the attempt is over; it is closed then
   */
  <T extends AutoCloseable> T closing(T resource) throws IOException {
    synchronized (lock) {
      if (!over) {
        open.add(resource);
        return resource;
      }
    }
    closeQuietly(resource);
    throw new IOException("the check is over");
  }

  /** Ends it with what was found; does nothing when it is over. */
  void end(Finding finding) {
    CheckResult result;
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      if (watch != null) {
        watch.end();
      }
      result = shown(finding);
    }
    sink.accept(result);
  }

  /** Ends it without a result, since nobody waits for one any more. */
  void abandon() {
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      if (watch != null) {
        watch.end();
      }
    }
    abort();
  }

  private void expire() {
    Stage now;
    Duration paused = Duration.ZERO;
    boolean ours = false;
    synchronized (lock) {
      now = stage;
      if (watch != null) {
        paused = watch.paused();
        ours = watch.tooMuch(paused.toNanos() + (maker == null ? 0 : waitedNanos), timeout);
      }
    }
    if (now.status() == Status.CRITICAL && ours) {
      String own =
          paused.toNanos() > waitedNanos
              ? ", and of that time our own process stood still for "
                  + Durations.show(paused)
                  + ": this says nothing about the service"
              : ", too little of which was left when its turn came: this says nothing about the"
                  + " service";
      end(Finding.unknown(now.sentence() + own));
    } else {
      end(new Finding(now.status(), now.sentence(), List.of()));
    }
    abort();
  }

  private void abort() {
    List<AutoCloseable> closing;
    synchronized (lock) {
      closing = List.copyOf(open);
      open.clear();
      if (maker != null) {
        maker.interrupt();
      }
    }
    closing.forEach(Attempt::closeQuietly);
  }

  @SuppressWarnings("Interruption") // close of a socket or a latch does not block
  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // The attempt is over and its result is told: there is nobody to tell that a socket that is
      // thrown away could not be closed in order.
      org.slf4j.LoggerFactory.getLogger(Attempt.class).debug("closing after the end of a check", e);
    }
  }

  private CheckResult shown(Finding finding) {
    StringBuilder text = new StringBuilder();
    switch (probe) {
      case Probe.Plugin _, Probe.Closure _ -> {}
      case Probe.Icmp _,
          Probe.Tcp _,
          Probe.Http _,
          Probe.Smtp _,
          Probe.Pop3 _,
          Probe.Imap _,
          Probe.Dns _,
          Probe.Tls _,
          Probe.Ssh _ ->
          text.append(probe.target()).append(": ");
    }
    text.append(finding.text());
    if (queued && maker != null && waitedNanos > NOTABLE_NANOS) {
      text.append(" (it had waited ").append(Finding.time(waitedNanos)).append(" for its turn)");
    }
    List<CheckResult.Figure> figures =
        finding.figures().stream()
            .map(
                figure ->
                    new CheckResult.Figure(
                        redaction.redact(figure.label()), figure.value(), figure.unit()))
            .toList();
    return new CheckResult(
        finding.status(),
        redaction.redactSentence(text.toString()),
        figures,
        Duration.ofNanos(clock.nanos() - createdNanos));
  }

  /** What a program said, without secrets. */
  String redact(String said) {
    return redaction.redact(said);
  }

  /**
   * What a peer said, fit to be quoted: without secrets and control characters, at most 120
   * characters, in quotation marks.
   */
  String quote(String said) {
    String clean = redaction.redact(said).strip().replaceAll("\\p{Cntrl}+", " ");
    int end = Math.min(clean.length(), MOST_QUOTED);
    if (end < clean.length() && Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    return "'" + clean.substring(0, end) + (end < clean.length() ? "…" : "") + "'";
  }
}
