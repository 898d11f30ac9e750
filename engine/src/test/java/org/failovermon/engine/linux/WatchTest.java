package org.failovermon.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watches, each with a world of its own: files for links, answers for references. */
class WatchTest {
  private static final Duration QUICK = Duration.ofMillis(2);
  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");

  private static final CarrierWatch.Kernel ETH0 =
      new CarrierWatch.Kernel() {
        @Override
        public String link(InetAddress source) {
          return "eth0";
        }

        @Override
        public String fault(String link) {
          return "is gone";
        }
      };

  private final BlockingQueue<Event.SelfSuspicion> suspicions = new LinkedBlockingQueue<>();
  private final Inbox inbox = event -> suspicions.add((Event.SelfSuspicion) event);

  private void expect(String source, boolean suspicious, String because) throws Exception {
    assertEquals(
        new Event.SelfSuspicion(
            source,
            suspicious,
            because,
            suspicious && source.equals("link eth0") ? Set.of(SOURCE) : Set.of()),
        suspicions.poll(20, TimeUnit.SECONDS));
  }

  private static void link(Path classNet, String carrier, String state) throws IOException {
    Path eth0 = Files.createDirectories(classNet.resolve("eth0"));
    Files.writeString(eth0.resolve("operstate"), state + "\n");
    // Renamed, as the kernel would: never seen half written.
    Path fresh = Files.writeString(eth0.resolve("fresh"), carrier + "\n");
    Files.move(fresh, eth0.resolve("carrier"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void suspectsALinkThatLosesItsCarrierAndTakesItBack(@TempDir Path classNet) throws Exception {
    link(classNet, "1", "up");
    AtomicReference<Set<InetAddress>> sources = new AtomicReference<>(Set.of(SOURCE));
    try (CarrierWatch _ = CarrierWatch.start(sources::get, ETH0, classNet, inbox, QUICK)) {
      link(classNet, "0", "down");
      expect("link eth0", true, "link eth0, which our paths use, has no carrier");
      link(classNet, "1", "up");
      expect("link eth0", false, "link eth0, which our paths use, works again");
      Files.delete(classNet.resolve("eth0/carrier"));
      expect("link eth0", true, "link eth0, which our paths use, is gone");
      sources.set(Set.of());
      expect("link eth0", false, "link eth0, which our paths use, works again");
      assertTrue(suspicions.isEmpty());
    }
  }

  @Test
  void offersASuspicionAgainWhenTheInboxWasFull(@TempDir Path classNet) throws Exception {
    link(classNet, "0", "down");
    AtomicLong offers = new AtomicLong();
    Inbox full = event -> offers.incrementAndGet() > 3 && inbox.offer(event);
    try (CarrierWatch _ = CarrierWatch.start(() -> Set.of(SOURCE), ETH0, classNet, full, QUICK)) {
      expect("link eth0", true, "link eth0, which our paths use, has no carrier");
    }
  }

  @Test
  void neverSuspectsLoopback() throws Exception {
    CountDownLatch looks = new CountDownLatch(20);
    try (CarrierWatch _ =
        CarrierWatch.start(
            () -> {
              looks.countDown();
              return Set.of(InetAddress.ofLiteral("127.0.0.1"));
            },
            inbox)) {
      assertTrue(looks.await(20, TimeUnit.SECONDS));
    }
    assertTrue(suspicions.isEmpty());
  }

  @Test
  void suspectsOurselvesWhenAReferenceIsSilentTwice() throws Exception {
    AtomicBoolean answers = new AtomicBoolean(true);
    try (ReferenceWatch _ = ReferenceWatch.start("10.0.0.254", _ -> answers.get(), QUICK, inbox)) {
      answers.set(false);
      expect(
          "reference 10.0.0.254",
          true,
          "reference 10.0.0.254 does not answer (tested every 2 ms, 2 times in a row)");
      answers.set(true);
      expect("reference 10.0.0.254", false, "reference 10.0.0.254 answers again");
    }
  }

  @Test
  void takesARefusedConnectionForAnAnswer() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      port = server.getLocalPort();
      assertTrue(ReferenceWatch.test("127.0.0.1:" + port).answers(Duration.ofSeconds(10)));
    }
    assertTrue(ReferenceWatch.test("127.0.0.1:" + port).answers(Duration.ofSeconds(10)));
    assertTrue(ReferenceWatch.test("127.0.0.1").answers(Duration.ofSeconds(10)));
    assertThrows(
        UnknownHostException.class,
        () -> ReferenceWatch.test("no-such-host.invalid:7").answers(Duration.ofSeconds(1)));
  }

  @Test
  void refusesReferencesThatAreNotOfTheForm() {
    for (String text : List.of("", "a b", "host:", "host:0", "host:70000", ":7", "[::1]:x")) {
      assertThrows(InvalidValueException.class, () -> ReferenceWatch.test(text), text);
    }
    assertThrows(
        InvalidValueException.class,
        () -> ReferenceWatch.start(Collections.nCopies(17, "127.0.0.1"), inbox));
  }

  /** A clock that the test moves. */
  private static final class Hand implements Clock {
    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public java.time.Instant wall() {
      return java.time.Instant.EPOCH;
    }
  }

  @Test
  void saysThatTheDiskStallsWhileAWriteDoesNotComeBack() throws Exception {
    Hand clock = new Hand();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mended = new CountDownLatch(1);
    CountDownLatch again = new CountDownLatch(3);
    DiskProbe.Writing disk =
        () -> {
          begun.countDown();
          try {
            mended.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          again.countDown();
        };
    try (DiskProbe probe = DiskProbe.start(disk, clock, DiskProbe.LIMIT, QUICK)) {
      assertTrue(begun.await(20, TimeUnit.SECONDS));
      clock.nanos.addAndGet(5_000_000_000L);
      assertFalse(probe.stalls(), "5 s is still within the limit");
      clock.nanos.addAndGet(1);
      assertTrue(probe.stalls());
      mended.countDown();
      assertTrue(again.await(20, TimeUnit.SECONDS));
      assertFalse(probe.stalls());
    }
  }

  @Test
  void doesNotTakeAnErrorForAStall(@TempDir Path home) throws Exception {
    CountDownLatch errors = new CountDownLatch(3);
    DiskProbe.Writing disk =
        () -> {
          errors.countDown();
          throw new IOException("No space left on device");
        };
    try (DiskProbe probe = DiskProbe.start(disk, new BootClock(), DiskProbe.LIMIT, QUICK)) {
      assertTrue(errors.await(20, TimeUnit.SECONDS));
      assertFalse(probe.stalls());
    }
    try (DiskProbe probe = DiskProbe.start(home, new BootClock(), DiskProbe.LIMIT)) {
      long end = System.nanoTime() + 20_000_000_000L;
      while (!Files.exists(home.resolve(".disk-probe")) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertTrue(Files.exists(home.resolve(".disk-probe")));
      assertFalse(probe.stalls());
    }
  }
}
