package org.failovermon.app.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.control.Acceptance;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.Install;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;

/**
 * What is known of scripts while no daemon runs: whether there is such a file. The daemon also
 * compiles them.
 */
final class ScriptFiles implements Acceptance.Scripts {
  private final Home home;

  ScriptFiles(Home home) {
    this.home = home;
  }

  @Override
  public Optional<String> problem(ScriptRef script, RunKind kind) {
    String folder =
        switch (kind) {
          case LOST_PULSE -> "lost-pulse";
          case REGAIN_PULSE -> "regain-pulse";
          case JOB -> "jobs";
          case RULE -> "rules";
        };
    Path named = Path.of(script.text());
    List<Path> places =
        named.isAbsolute()
            ? List.of(named)
            : List.of(
                home.scripts().resolve(folder).resolve(named),
                Install.scripts().resolve(folder).resolve(named));
    return places.stream().anyMatch(Files::isRegularFile)
        ? Optional.empty()
        : Optional.of(
            "there is no file "
                + String.join(" or ", places.stream().map(Path::toString).toList())
                + "; put it there, or give an absolute path");
  }
}
