package org.failovermon.app.daemon;

import static org.failovermon.app.daemon.PolicyHouse.A;
import static org.failovermon.app.daemon.PolicyHouse.monitor;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.failovermon.app.Await;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.local.PathProbe;
import org.failovermon.app.settings.SettingsReader;
import org.failovermon.engine.model.HostName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose policies take long to read. */
class SlowPoliciesTest {
  private static final String LOCAL = "127.0.0.1";

  @TempDir Path folder;

  @Test
  void answersHeartbeatsWhileItsPoliciesAreStillBeingRead() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, "while (true) { }\n"); // read until its time is over
      house.write("policies/b.groovy", monitor("hosta", 60));
      int port = SettingsReader.read(house.daemon.home.settings()).port();
      house.daemon.spawn();
      Await.until("the heartbeat is answered", () -> answers(house, port), house.daemon::output);
      assertFalse(
          Files.exists(house.daemon.home.socket()),
          () -> "the policies were read already: " + house.daemon.output());
      house.awaitStatus("no policies are in force");
    }
  }

  private static boolean answers(PolicyHouse house, int port) {
    DaemonCommand.CheckPath path = new DaemonCommand.CheckPath(new HostName(LOCAL), LOCAL, port);
    return Files.exists(house.daemon.home.key())
        && new PathProbe(house.daemon.home, port).check(path).exit() == Refusal.DONE;
  }
}
