package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Addresses that a host is given while its daemon runs. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class NewAddressTest {
  @Test
  void anAddressThatTheSystemStillChecksIsWaitedForAndIsNoError(Lab lab) {
    Node node = lab.host("observer");
    String namespace = node.namespace().name();
    // The system asks three times, a second apart, whether somebody else has the address: longer
    // than the two seconds after which the daemon looks for new ones.
    Command.run(
        node.namespace().command("sysctl", "-q", "-w", "net.ipv6.conf.default.dad_transmits=3"));
    Command.run(
        "ip", "-n", namespace, "link", "add", "left", "type", "veth", "peer", "name", "right");
    Command.run("ip", "-n", namespace, "link", "set", "left", "up");
    Command.run("ip", "-n", namespace, "link", "set", "right", "up");
    node.start();
    Command.run("ip", "-n", namespace, "addr", "add", "fd77::5/64", "dev", "left");
    node.await(
        "heartbeats are answered on the new address",
        each -> each.outputText().contains("heartbeats are answered on [fd77:0:0:0:0:0:0:5"));
    assertTrue(node.outputText().contains(" is not usable yet: the system checks"), node::evidence);
    assertFalse(node.outputText().contains(" ERROR "), node::evidence);
  }
}
