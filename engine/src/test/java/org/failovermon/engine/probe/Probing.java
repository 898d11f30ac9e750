package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.Event;

/** Real probes, with what they found kept for the test. */
final class Probing implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);

  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, CheckResult> results = new ConcurrentHashMap<>();
  private final List<Long> repeated = new CopyOnWriteArrayList<>();
  private final ServiceProbes probes;

  Probing() {
    this(ProbeSettings.withDefaults(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  Probing(ProbeSettings settings) {
    BootClock clock = new BootClock();
    probes =
        new ServiceProbes(
            settings,
            clock,
            event -> {
              if (event instanceof Event.Checked checked
                  && results.put(checked.ticket(), checked.result()) != null) {
                repeated.add(checked.ticket());
              }
              return true;
            },
            // A machine that builds is a crowded one: the tests look at peers, not at our pauses.
            new Guard(clock, Double.POSITIVE_INFINITY));
  }

  ServiceProbes probes() {
    return probes;
  }

  /** Starts a probe and returns its ticket. */
  long start(String name, Probe probe, Duration timeout) {
    long ticket = tickets.incrementAndGet();
    probes.start(
        new CheckSpec(name, probe, Duration.ofSeconds(1), timeout, 1, 1, null, List.of(), place()),
        ticket);
    return ticket;
  }

  private static Place place() {
    return new Place("policies/test.groovy", 1);
  }

  CheckResult await(long ticket) {
    Await.until("a result", () -> results.containsKey(ticket));
    assertEquals(List.of(), repeated, "every probe ends once");
    return java.util.Objects.requireNonNull(results.get(ticket));
  }

  /** Makes a probe that needs no bound. */
  CheckResult make(Probe probe) {
    return make(probe, LONG);
  }

  /** Makes a probe with a timeout, and sees that it is kept. */
  CheckResult make(Probe probe, Duration timeout) {
    CheckResult result = await(start("test", probe, timeout));
    Duration bound = timeout.plusSeconds(3);
    assertTrue(result.took().compareTo(bound) < 0, () -> "took " + result.took());
    return result;
  }

  /** Makes a probe, and asserts what it tells. */
  CheckResult expect(Status status, String text, Probe probe) {
    CheckResult result = make(probe);
    return expect(status, text, result);
  }

  /** Asserts what a result tells; times are left open by {@code …}. */
  static CheckResult expect(Status status, String text, CheckResult result) {
    String pattern = "\\Q" + text.replace("…", "\\E.*\\Q") + "\\E";
    assertTrue(
        result.status() == status && result.text().matches(pattern),
        () -> "expected " + status + " " + text + ", was " + result);
    return result;
  }

  @Override
  public void close() {
    probes.close();
  }
}
