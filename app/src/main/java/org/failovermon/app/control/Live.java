package org.failovermon.app.control;

import java.util.List;
import org.failovermon.engine.port.EngineView;
import tools.jackson.databind.node.ObjectNode;

/** What only a running daemon knows. Thread-safe. */
public interface Live {
  /**
   * The engine's state as it is now.
   *
   * @throws org.failovermon.app.Refusal when the engine does not answer in time
   */
  EngineView view();

  /** What else an operator must know now, as sentences: addresses that cannot be listened on. */
  List<String> notices();

  /** Problems of scripts and policies, each with file and line. */
  List<String> scriptProblems();

  /**
   * How the policies stand: the members {@code auto_apply}, {@code trouble} (null, or why the files
   * on disk are not in force) and {@code waiting} (files that wait for apply).
   */
  ObjectNode policies();

  /** The daemon itself: process id, port, since when. */
  ObjectNode facts();

  /** UDP port of paths that name none. */
  int defaultPort();
}
