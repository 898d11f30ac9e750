package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.failovermon.engine.model.InvalidValueException;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
  private static void reads(String text, String address, int port) {
    assertEquals(
        new ListenAddress(InetAddress.ofLiteral(address), port), ListenAddress.parse(text));
  }

  @Test
  void readsAddressesWithAndWithoutAPort() {
    reads("10.0.0.1", "10.0.0.1", 0);
    reads(" 10.0.0.1:7000 ", "10.0.0.1", 7000);
    reads("::1", "::1", 0);
    reads("[::1]", "::1", 0);
    reads("[fd00::1]:7000", "fd00::1", 7000);
    assertTrue(ListenAddress.EVERY.stream().allMatch(l -> l.address().isAnyLocalAddress()));
  }

  @Test
  void refusesWhatIsNotAnAddressAndSaysWhatIs() {
    for (String text :
        List.of("", "eth0", "10.0.0.1:", "10.0.0.1:x", "10.0.0.1:70000", "[::1]7000", "[::1")) {
      var refusal =
          assertThrows(InvalidValueException.class, () -> ListenAddress.parse(text), text);
      assertTrue(String.valueOf(refusal.getMessage()).contains("port"), text + refusal);
    }
  }
}
