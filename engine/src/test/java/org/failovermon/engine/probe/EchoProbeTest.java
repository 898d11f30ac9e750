package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.linux.EchoSocket;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoProbeTest {
  private final Probing probing = new Probing();

  @AfterEach
  void close() {
    probing.close();
  }

  private static void needsTheRight() throws IOException {
    try {
      EchoSocket.open(false).close();
    } catch (EchoSocket.NoRight e) {
      assumeTrue(false, "needs root, or a group in net.ipv4.ping_group_range");
    }
  }

  private static void needsIpv6() {
    assumeTrue(
        java.nio.file.Files.exists(java.nio.file.Path.of("/proc/net/if_inet6")), "needs IPv6");
  }

  @Test
  void loopbackAnswers() throws IOException {
    needsTheRight();
    CheckResult result =
        probing.expect(
            Status.OK, "icmp 127.0.0.1: answered in …ms", new Probe.Icmp("127.0.0.1", 1));
    assertEquals("rta", result.figures().get(0).label());
    assertEquals(0.0, result.figures().get(1).value());
    probing.expect(
        Status.OK,
        "icmp 127.0.0.2: 3 of 3 echoes came back, in … on average",
        new Probe.Icmp("127.0.0.2", 3));
  }

  @Test
  void loopbackAnswersOverIpv6() throws IOException {
    needsTheRight();
    needsIpv6();
    probing.expect(Status.OK, "icmp ::1: answered in …", new Probe.Icmp("::1", 1));
  }

  @Test
  void aThousandAtOnceAreToldApart() throws IOException {
    needsTheRight();
    List<Long> tickets = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Probe probe = new Probe.Icmp("127.0." + i / 250 + "." + (1 + i % 250), 1);
      tickets.add(probing.start("c" + i, probe, Probing.LONG));
    }
    for (long ticket : tickets) {
      assertEquals(Status.OK, probing.await(ticket).status());
    }
  }

  @Test
  void whatTheKernelRefusesToSendIsTold() throws IOException {
    needsTheRight();
    CheckResult result = probing.make(new Probe.Icmp("127.255.255.255", 1), Duration.ofSeconds(9));
    Probing.expect(Status.CRITICAL, "icmp 127.255.255.255: Permission denied", result);
  }

  @Test
  void onlyAnswersToOurOwnRequestsCount() throws Exception {
    needsTheRight();
    BootClock clock = new BootClock();
    try (EchoDesk one = EchoDesk.open(false, clock);
        EchoDesk other = EchoDesk.open(false, clock)) {
      LinkedBlockingQueue<EchoDesk.Reply> mine = new LinkedBlockingQueue<>();
      LinkedBlockingQueue<EchoDesk.Reply> foreign = new LinkedBlockingQueue<>();
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      int sent = one.send(loopback, mine);
      EchoDesk.Reply reply = mine.poll(20, java.util.concurrent.TimeUnit.SECONDS);
      assertEquals(Optional.empty(), java.util.Objects.requireNonNull(reply).trouble());
      one.forget(sent);
      other.forget(other.send(loopback, foreign));
      assertEquals(0, mine.size());
    }
  }
}
