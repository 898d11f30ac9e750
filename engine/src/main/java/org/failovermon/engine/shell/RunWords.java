package org.failovermon.engine.shell;

import org.failovermon.engine.decide.Lane;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;

/** How runs are spoken of in the journal. */
final class RunWords {
  private RunWords() {}

  static String waitsFor(Lane before) {
    if (before.open().isEmpty()) {
      return "";
    }
    Run first = before.open().getFirst();
    return " behind run "
        + first.id()
        + ", which is "
        + first.status().word()
        + (first.status() == RunStatus.UNKNOWN
            ? " (failovermon run retry " + first.id() + ", or run dismiss " + first.id() + ")"
            : "");
  }

  static String describe(Run run) {
    return "run "
        + run.id()
        + " ("
        + run.kind().word()
        + " of "
        + run.subject()
        + ", "
        + run.script()
        + ")";
  }
}
