package org.failovermon.engine.action;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;

/**
 * Judges a script as it lies on disk: whether it is there, whether others may write it, and whether
 * it can be run. Compiles and runs nothing. Thread-safe.
 */
public final class ScriptJudge {
  private final ScriptFolders folders;
  private final Trust trust;
  private final Predicate<Path> source;

  /**
   * A judge of an installation.
   *
   * @param home its state, whose owner is trusted
   * @param ownScripts where a relative name is looked for first
   * @param shippedScripts where it is looked for then
   * @param source whether a file is run by us and not as a program
   */
  public ScriptJudge(Path home, Path ownScripts, Path shippedScripts, Predicate<Path> source) {
    this.folders = new ScriptFolders(ownScripts, shippedScripts);
    this.trust = new Trust("script", List.of(home, ownScripts, shippedScripts));
    this.source = source;
  }

  ScriptFolders folders() {
    return folders;
  }

  /** Why the script must not or cannot be run, with the remedy, or empty. */
  public Optional<String> problem(ScriptRef script, RunKind kind) {
    try {
      acceptable(script, kind);
      return Optional.empty();
    } catch (ScriptRejectedException e) {
      return Optional.of(Reasons.of(e));
    }
  }

  /** The file that is run. */
  Path acceptable(ScriptRef script, RunKind kind) throws ScriptRejectedException {
    if (InlineScripts.names(script)) {
      throw new ScriptRejectedException(
          "a block of a policy belongs to that policy alone; name a file");
    }
    Path file = folders.resolve(script, kind);
    mustBeAcceptable(file);
    return file;
  }

  void mustBeAcceptable(Path file) throws ScriptRejectedException {
    Optional<String> objection = trust.objection(file);
    if (objection.isEmpty() && !source.test(file)) {
      objection = ProgramRunner.missing().or(() -> ScriptFolders.programProblem(file));
    }
    if (objection.isPresent()) {
      throw new ScriptRejectedException(objection.get());
    }
  }
}
