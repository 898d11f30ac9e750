package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.failovermon.engine.model.Verdict;
import org.junit.jupiter.api.Test;

/** Paths that are cut, lossy, refused; the everyday verdicts. */
class PathScenarios {
  private static Lab lab() {
    Lab lab = new Lab(1);
    lab.world.host("hosta", "10.0.0.1", "192.168.7.1");
    return lab.watching("hosta");
  }

  @Test
  void oneDeadPathIsNotADeadHost() {
    Lab lab = lab();
    lab.at(10, () -> lab.world.network().path("10.0.0.1").cut());
    lab.at(40, () -> lab.world.network().path("10.0.0.1").mend());
    lab.run(60);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("one-path-cut", lab.world.transcript());
  }

  @Test
  void allPathsCutIsALostHostAndItsReturnIsRegained() {
    Lab lab = lab();
    lab.at(
        10,
        () -> {
          lab.world.network().path("10.0.0.1").cut();
          lab.world.network().path("192.168.7.1").cut();
        });
    lab.at(30, () -> lab.world.network().path("192.168.7.1").mend());
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("all-paths-cut", lab.world.transcript());
  }
}
