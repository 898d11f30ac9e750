package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The plugins of Debian's monitoring-plugins, unchanged. */
class RealPluginsTest {
  private final Probing probing = new Probing();

  @AfterEach
  void close() {
    probing.close();
  }

  private CheckResult plugin(Status status, String... command) {
    CheckResult result = probing.make(new Probe.Plugin(List.of(command), Map.of()));
    assertEquals(status, result.status(), result::toString);
    return result;
  }

  @Test
  void pluginsOfThisMachineWithTheirExitCodesAndFigures() {
    RealServer.program("check_dummy", "monitoring-plugins-basic");
    List<Status> statuses = List.of(Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN);
    for (int code = 0; code < statuses.size(); code++) {
      CheckResult result =
          plugin(statuses.get(code), "check_dummy", Integer.toString(code), "said " + code);
      assertTrue(result.text().endsWith(": said " + code), result::toString);
    }
    CheckResult disk = plugin(Status.OK, "check_disk", "-w", "1", "-c", "0", "-p", "/");
    assertTrue(disk.text().startsWith("DISK OK"), disk::toString);
    assertEquals("/", disk.figures().getFirst().label());
    assertTrue(disk.figures().getFirst().value() > 0);
    CheckResult load = plugin(Status.OK, "check_load", "-w", "9000", "-c", "9001");
    assertEquals(
        List.of("load1", "load5", "load15"),
        load.figures().stream().map(CheckResult.Figure::label).toList());
  }
}
