package org.failovermon.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** What is recorded of a request that is refused unread. */
class WishTest {
  @Test
  void namesTheCommandAndItsHost() {
    HostName host = new HostName("fe80::1%eth0");
    assertEquals("delete fe80::1%eth0", ofCommand(new OperatorCommand.Delete(host)));
    assertEquals(
        "add fe80::1%eth0",
        ofCommand(new OperatorCommand.Add(MonitorSpec.withDefaults(host), true)));
    assertEquals("start", ofCommand(new OperatorCommand.Start(List.of())));
    assertEquals(
        "/v1/daemon?command=stop",
        Wish.address("/v1/daemon", DaemonCommand.write(new DaemonCommand.Stop())));
  }

  @Test
  void takesNothingElseIntoTheRecord() {
    assertEquals("a command", Wish.of(""));
    assertEquals("a command", Wish.of("command=%1B%5B2J"));
    assertEquals("a command", Wish.of("command=delete&host=a%0A2026-11-22+hostA:+up"));
    assertEquals("a command", Wish.of("command=delete&host=" + "a".repeat(300)));
    assertEquals("a command", Wish.of("command=%zz"));
    assertEquals("stop", Wish.of("command=stop&because=%1B"));
  }

  private static String ofCommand(OperatorCommand command) {
    String address = Wish.address("/v1/operate", CommandJson.write(command));
    return Wish.of(address.substring(address.indexOf('?') + 1));
  }
}
