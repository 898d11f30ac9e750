package org.failovermon.engine.action;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A language that action scripts can be written in, compiled in our own process. Callers have
 * checked who may write a file before they hand it in. Thread-safe.
 */
public interface ScriptLanguage extends AutoCloseable {
  /** Whether the file is one of this language, by its name. */
  boolean speaks(Path file);

  /**
   * Why the file's newest content cannot be run, or empty. Compiles it; executes nothing of it and
   * changes nothing that is in force.
   */
  Optional<String> problem(Path file);

  /**
   * The version to run now: the newest that compiles.
   *
   * @throws ScriptRejectedException when no version ever compiled, or the file is gone
   */
  Loaded load(Path file) throws ScriptRejectedException;

  /**
   * Looks at these files and takes edits into force; a cheap look when nothing changed. Files that
   * are not named any more are forgotten.
   */
  void refresh(List<Path> files);

  /** What does not compile at present. */
  List<ScriptProblem> problems();

  /**
   * Makes the compiler fast, whose first use in a JVM takes more than a second.
   *
   * @return a script of our own that has no effect but a few lines of output, to rehearse runs with
   */
  Loaded warmUp();

  @Override
  void close();

  /** One version of a script, ready to run; closed when the run has ended. */
  interface Loaded extends AutoCloseable {
    /** What the operator should know of this version, or empty: "an edit does not compile". */
    String remark();

    /**
     * Runs it on the caller's thread.
     *
     * @throws ScriptRejectedException when it failed, with the sentence and the line
     */
    void run(ScriptContext context) throws ScriptRejectedException;

    @Override
    void close();
  }
}
