package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failovermon.engine.model.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java decides at its start whether there is IPv6, so these run in a Java of their own. */
class WithoutIpv6Test {
  private static final Keys KEYS =
      Keys.fixed(new KeyRing(List.of(HeartbeatKey.of(new byte[HeartbeatKey.BYTES]))));

  @Test
  @Timeout(60)
  void aPathOverIpv6IsInTroubleAndTheOthersWork() throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.net.preferIPv4Stack=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutIpv6Test.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, child.waitFor(), output);
    } finally {
      child.destroyForcibly();
    }
  }

  public static void main(String[] arguments) throws Exception {
    NameResolver names = name -> LinkRig.addresses("2001:db8::1");
    try (LinkRig rig = new LinkRig(KEYS, names, LinkRig.freePort());
        Responder responder =
            Responder.start(
                List.of(ListenAddress.parse("::1"), ListenAddress.parse("127.0.0.1")),
                rig.port,
                KEYS,
                rig.clock,
                () -> Health.GOOD,
                1,
                LinkRig.DEAD)) {
      assertEquals(
          List.of(
              "cannot answer heartbeats on [0:0:0:0:0:0:0:1]:"
                  + rig.port
                  + ": "
                  + "IPv6 is switched off on this machine"),
          responder.faults());
      rig.setPaths("a", "127.0.0.1", "::1", "only-six");
      rig.beat("a", "answered over IPv4", () -> !rig.heard.answers().isEmpty());
      for (String address : List.of("::1", "only-six")) {
        rig.beat("a", address + " is in trouble", () -> troubled(rig, address));
        rig.heard.items.clear();
        rig.beat("a", address + " is looked at again", () -> troubled(rig, address));
      }
    }
  }

  private static boolean troubled(LinkRig rig, String address) {
    return rig.heard.all(Heard.Troubled.class).stream()
        .anyMatch(
            each ->
                each.address().equals(address)
                    && each.trouble().equals("IPv6 is switched off on this machine"));
  }
}
