package org.failovermon.engine.action;

import java.time.Instant;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;

/** The run that never was: what a rehearsal at the start is told. */
final class Rehearsal {
  private Rehearsal() {}

  /** An order that no engine gave; its end is reported to nobody. */
  static Actions.Order order() {
    return new Actions.Order(
        new Run(
            1,
            RunKind.LOST_PULSE,
            "rehearsal",
            1,
            ScriptRef.DEFAULT_LOST,
            RunStatus.RUNNING,
            "failovermon starts",
            Instant.EPOCH,
            Instant.EPOCH,
            null,
            null,
            "",
            0),
        MonitorSpec.withDefaults(new HostName("rehearsal")),
        null,
        Instant.EPOCH);
  }
}
