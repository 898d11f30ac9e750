package org.failovermon.engine.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.failovermon.engine.port.Event;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
  private static final InetAddress LAN = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress CABLE = InetAddress.ofLiteral("192.168.7.1");
  private static final String NO_CARRIER = "link eth1, which our paths use, has no carrier";

  private final Suspicions suspicions = new Suspicions();

  private boolean counts(InetAddress... sentFrom) {
    return suspicions.anySource(() -> Set.of(sentFrom));
  }

  /** The direct cable of a pair loses its carrier when the peer loses its power. */
  @Test
  void aLinkWithoutCarrierCountsForHostsThatHaveNoOtherLink() {
    suspicions.source(new Event.SelfSuspicion("link eth1", true, NO_CARRIER, Set.of(CABLE)));
    assertFalse(counts(LAN, CABLE), "its other link works, and it is silent there too");
    assertFalse(counts(LAN), "it does not use the link");
    assertTrue(counts(CABLE));
    assertTrue(counts(), "nothing can be sent to it at all");
    assertEquals(NO_CARRIER, suspicions.reason(0, Duration.ZERO, false, () -> Set.of(CABLE)));
    assertEquals("", suspicions.reason(0, Duration.ZERO, false, () -> Set.of(LAN, CABLE)));

    suspicions.source(new Event.SelfSuspicion("link eth0", true, "eth0 is down", Set.of(LAN)));
    assertTrue(counts(LAN, CABLE), "all of its links are without a carrier");
    suspicions.source(new Event.SelfSuspicion("link eth1", false, "works again"));
    assertFalse(counts(LAN, CABLE));
  }

  @Test
  void aSilentReferenceCountsForAll() {
    suspicions.source(new Event.SelfSuspicion("reference 10.0.0.254", true, "it is silent"));
    assertTrue(counts(LAN, CABLE));
    suspicions.source(new Event.SelfSuspicion("link eth1", true, NO_CARRIER, Set.of(CABLE)));
    assertEquals(
        "it is silent", suspicions.reason(0, Duration.ZERO, false, () -> Set.of(LAN, CABLE)));
  }
}
