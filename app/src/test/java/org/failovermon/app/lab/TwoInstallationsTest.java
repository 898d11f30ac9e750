package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two installations on one machine, each with a home and a port of its own. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class TwoInstallationsTest {
  @Test
  void twoInstallationsSideBySideDoNotDisturbOneAnother(Lab lab) {
    Pair pair = lab.pair(1);
    Node second = lab.beside(pair.observer(), "second");
    second.configure("port = 6941\n");
    lab.shareKey();
    second.start();
    pair.watch();
    second.must(
        "add",
        pair.host(),
        "-i",
        "100ms",
        "-r",
        "2",
        "-t",
        "100ms",
        "--lost-pulse",
        Scripts.QUICK,
        "--regain-pulse",
        Scripts.QUICK);
    second.must("path", "modify", pair.host(), pair.host(), "--port", "6940");
    second.must("start", pair.host());
    second.awaitVerdict(pair.host(), "up");
    second.kill();
    pair.monitored().kill();
    pair.awaitLostPulse(1);
    second.start();
    second.await("lost-pulse has run here too", node -> Scripts.ended(node, "lost-pulse") == 1);
    pair.monitored().start();
    pair.awaitRegainPulse(1);
    second.await("regain-pulse has run", node -> Scripts.ended(node, "regain-pulse") == 1);
  }

  @Test
  void aSecondDaemonForOneHomeIsRefused(Lab lab) {
    Node node = lab.host("observer");
    node.start();
    Node.Said said = node.run("daemon", "start");
    assertEquals(0, said.exit(), said.all());
    assertTrue(said.err().contains("already running"), said.all());
  }
}
