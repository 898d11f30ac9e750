package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NetworkScenarioTest {
  /**
   * Addresses that change, links that lose their carrier, go down and vanish: {@link
   * NetworkScenario}.
   */
  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void followsAddressesAndLinksThatComeAndGo() throws Exception {
    assumeTrue(
        runs("unshare", "-n", "ip", "link", "add", "type", "veth"),
        "this user may not make network namespaces and links (root with unshare and ip may)");
    assumeTrue(runs("nsenter", "--version"), "there is no nsenter");
    Process scenario = NetworkScenario.inNamespace().redirectErrorStream(true).start();
    try {
      String output = new String(scenario.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, scenario.waitFor(), output);
    } finally {
      scenario.destroyForcibly();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
