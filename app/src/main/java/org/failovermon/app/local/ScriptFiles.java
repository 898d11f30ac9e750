package org.failovermon.app.local;

import java.util.Optional;
import org.failovermon.app.control.Acceptance;
import org.failovermon.app.home.Home;
import org.failovermon.app.policy.Workbench;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;

/**
 * What is known of scripts while no daemon runs: whether there is such a file, and whether it may
 * be run. The daemon also compiles those in the folder of scripts.
 */
final class ScriptFiles implements Acceptance.Scripts {
  private final Home home;

  ScriptFiles(Home home) {
    this.home = home;
  }

  @Override
  public Optional<String> problem(ScriptRef script, RunKind kind) {
    return Workbench.scriptsOf(home).problem(script, kind);
  }
}
