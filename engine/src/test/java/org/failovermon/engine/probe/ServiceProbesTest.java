package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.ProbeCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bounds, turns, timeouts and checks written in Groovy. */
class ServiceProbesTest {
  private final List<Probing> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Probing::close);
  }

  private Probing probing(int connections, int plugins, int closures, int waiting) {
    Probing probing =
        new Probing(new ProbeSettings(Path.of("/tmp"), connections, plugins, closures, waiting));
    opened.add(probing);
    return probing;
  }

  private static Probe closure(ProbeCode code) {
    return new Probe.Closure("test", code);
  }

  private static CheckResult fine(String text) {
    return CheckResult.of(Status.OK, text, Duration.ZERO);
  }

  @Test
  void aClosureTellsWhatItFinds() {
    Probing probing = probing(10, 1, 1, 10);
    probing.expect(Status.OK, "all is well", closure(context -> fine("all is well")));
    probing.expect(
        Status.UNKNOWN,
        "the Groovy check failed: no key 'x'",
        closure(
            context -> {
              throw new IllegalArgumentException("no key 'x'");
            }));
    probing.expect(
        Status.UNKNOWN,
        "the Groovy check failed: StackOverflowError",
        closure(ServiceProbesTest::endless));
    probing.expect(
        Status.UNKNOWN, "the Groovy check returned nothing", closure(ServiceProbesTest::nothing));
  }

  @SuppressWarnings("NullAway") // Groovy code keeps no promise of ours
  private static CheckResult nothing(ProbeCode.ProbeContext context) {
    return new AtomicReference<@org.jspecify.annotations.Nullable CheckResult>().get();
  }

  @SuppressWarnings("InfiniteRecursion") // that is the purpose
  private static CheckResult endless(ProbeCode.ProbeContext context) {
    return endless(context);
  }

  @Test
  void aClosureIsInterruptedAtItsTimeout() {
    Probing probing = probing(10, 1, 1, 10);
    AtomicBoolean interrupted = new AtomicBoolean();
    CheckResult result =
        probing.make(
            closure(
                context -> {
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.set(true);
                  }
                  return fine("never");
                }),
            Duration.ofMillis(200));
    Probing.expect(
        Status.CRITICAL, "the Groovy check did not end within 200 ms, and was interrupted", result);
    Await.until("it was interrupted", interrupted::get);
    Await.until("its place is free", () -> probing.probes().busy() == 0);
  }

  @Test
  void aClosureThatIsLeftBehindIsNotMadeAgainBeforeItIsGone() {
    Probing probing = probing(10, 1, 2, 10);
    AtomicBoolean mayEnd = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    Probe stubborn =
        closure(
            context -> {
              calls.incrementAndGet();
              while (!mayEnd.get()) {
                Thread.onSpinWait();
              }
              return fine("at last");
            });
    Duration shortly = Duration.ofMillis(100);
    assertEquals(Status.CRITICAL, probing.await(probing.start("one", stubborn, shortly)).status());
    Probing.expect(
        Status.UNKNOWN,
        "not made: its last execution, begun … ago, does not heed the interrupt at its timeout"
            + " and still runs; 1 Groovy checks run",
        probing.await(probing.start("one", stubborn, shortly)));
    assertEquals(1, calls.get());
    assertEquals(1, probing.probes().busy());
    mayEnd.set(true);
    Await.until("its place is free", () -> probing.probes().busy() == 0);
    Probing.expect(
        Status.OK, "at last", probing.await(probing.start("one", stubborn, Probing.LONG)));
  }

  @Test
  void aClosureMakesOtherProbes() throws IOException {
    Probing probing = probing(10, 1, 1, 10);
    try (ScriptedServer server = ScriptedServer.replies("+OK")) {
      Probe tcp = new Probe.Tcp("127.0.0.1", server.port(), List.of());
      probing.expect(
          Status.OK,
          "asked: tcp 127.0.0.1:" + server.port() + ": connected in …",
          closure(context -> fine("asked: " + context.probe(tcp).text())));
      Probe inner = closure(context -> fine("inner"));
      probing.expect(
          Status.OK,
          "a Groovy check cannot make another Groovy check",
          closure(context -> fine(context.probe(inner).text())));
    }
  }

  @Test
  void whatFindsNoPlaceWaitsAndTheWaitIsTold() {
    Probing probing = probing(10, 1, 1, 10);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch holds = new CountDownLatch(1);
    long first =
        probing.start(
            "first",
            closure(
                context -> {
                  holds.countDown();
                  go.await();
                  return fine("one");
                }),
            Probing.LONG);
    Await.until("the place is taken", () -> holds.getCount() == 0);
    CheckResult late =
        probing.await(
            probing.start("second", closure(context -> fine("two")), Duration.ofMillis(150)));
    Probing.expect(
        Status.UNKNOWN,
        "its turn did not come within 150 ms: 1 Groovy checks run already, which is the limit",
        late);
    long third = probing.start("third", closure(context -> fine("three")), Probing.LONG);
    long begun = System.nanoTime();
    Await.until("the third has waited", () -> System.nanoTime() - begun > 200_000_000L);
    go.countDown();
    Probing.expect(Status.OK, "one", probing.await(first));
    Probing.expect(Status.OK, "three (it had waited … for its turn)", probing.await(third));
  }

  @Test
  void moreThanMayWaitAreToldSoAtOnce() {
    Probing probing = probing(10, 1, 1, 0);
    CountDownLatch go = new CountDownLatch(1);
    long first =
        probing.start(
            "first",
            closure(
                context -> {
                  go.await();
                  return fine("one");
                }),
            Probing.LONG);
    Probing.expect(
        Status.UNKNOWN,
        "not made: 1 Groovy checks run and 0 more wait",
        probing.await(probing.start("second", closure(context -> fine("two")), Probing.LONG)));
    go.countDown();
    probing.await(first);
  }

  @Test
  void everyOneOfAThousandEndsOnceWhateverItMeets() throws IOException {
    Probing probing = probing(50, 2, 2, 10_000);
    try (ScriptedServer silent = ScriptedServer.playing(ScriptedServer.Peer::silence);
        ScriptedServer talker = ScriptedServer.playing(peer -> peer.trickle("x\n"));
        ScriptedServer rude = ScriptedServer.playing(ScriptedServer.Peer::reset)) {
      List<Long> tickets = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        ScriptedServer server = List.of(silent, talker, rude).get(i % 3);
        Probe probe =
            new Probe.Tcp("127.0.0.1", server.port(), List.of(new Probe.Exchange.Expect("never")));
        tickets.add(probing.start("c" + i, probe, Duration.ofMillis(20 + i % 200)));
      }
      tickets.forEach(probing::await);
      Await.until(
          "all is free", () -> probing.probes().busy() == 0 && probing.probes().underWay() == 0);
    }
  }

  @Test
  void aResolverThatHangsCostsOnlyTheChecksThatNeedIt() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    try (Names names =
        new Names(
            name -> {
              try {
                forever.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(name);
            })) {
      AtomicReference<@org.jspecify.annotations.Nullable CheckResult> result =
          new AtomicReference<>();
      Attempt attempt =
          new Attempt(
              new Probe.Tcp("host", 1, List.of()),
              Duration.ofMillis(200),
              new BootClock(),
              result::set);
      try (Guard guard = new Guard(new BootClock())) {
        attempt.guardedBy(guard);
        Thread asking =
            Thread.ofVirtual()
                .start(
                    () -> {
                      attempt.begin(Thread.currentThread());
                      try {
                        var _ = names.resolve(attempt, "host");
                      } catch (ProbeFailure e) {
                        attempt.end(e.finding());
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    });
        Await.until("a result", () -> result.get() != null);
        CheckResult found = java.util.Objects.requireNonNull(result.get());
        assertEquals(Status.UNKNOWN, found.status());
        assertTrue(
            found.text().contains("the system's resolver gave no answer about the name host"),
            found.text());
        Await.until("the thread is gone", () -> !asking.isAlive());
      }
      assertEquals(
          InetAddress.getByAddress(new byte[] {10, 0, 0, 1}),
          names.resolve(attempt, "10.0.0.1").getFirst());
    }
  }

  @Test
  void aTimeoutThatFellIntoOurOwnPauseSaysNothingOfTheService() {
    JumpingClock clock = new JumpingClock();
    AtomicReference<@org.jspecify.annotations.Nullable CheckResult> result =
        new AtomicReference<>();
    try (Guard guard = new Guard(clock)) {
      Attempt attempt =
          new Attempt(
              new Probe.Tcp("host", 1, List.of()), Duration.ofMillis(300), clock, result::set);
      attempt.guardedBy(guard);
      assertTrue(attempt.begin(Thread.currentThread()));
      attempt.waitingFor("waiting for the greeting");
      clock.jump(Duration.ofSeconds(10));
      Await.until("a result", () -> result.get() != null);
      assertTrue(Thread.interrupted(), "the thread that makes it is told");
      Probing.expect(
          Status.UNKNOWN,
          "tcp host:1: no answer within 300 ms, while waiting for the greeting, and of that time"
              + " our own process stood still for … s: this says nothing about the service",
          java.util.Objects.requireNonNull(result.get()));
    }
  }

  @Test
  void nothingIsHeardAfterTheEnd() throws IOException {
    Probing probing = probing(10, 1, 1, 10);
    try (ScriptedServer silent = ScriptedServer.playing(ScriptedServer.Peer::silence)) {
      Probe probe =
          new Probe.Tcp("127.0.0.1", silent.port(), List.of(new Probe.Exchange.Expect("x")));
      probing.start("one", probe, Duration.ofMillis(100));
      Probe sleeper = new Probe.Plugin(List.of("sleep", "1000"), Map.of());
      probing.start("two", sleeper, Probing.LONG);
      probing.close();
      Await.until("all is over", () -> probing.probes().busy() == 0);
      assertEquals(0, probing.probes().underWay());
    }
  }

  /** A clock that can be set forward, as after a suspension. */
  private static final class JumpingClock implements org.failovermon.engine.port.Clock {
    private final BootClock real = new BootClock();
    private final java.util.concurrent.atomic.AtomicLong ahead =
        new java.util.concurrent.atomic.AtomicLong();

    void jump(Duration by) {
      ahead.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
      return real.nanos() + ahead.get();
    }

    @Override
    public java.time.Instant wall() {
      return real.wall();
    }
  }
}
