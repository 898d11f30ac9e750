package org.failovermon.engine.port;

import java.util.Set;

/** Looks at files that rules name. Called from the engine's thread; never blocks it. */
public interface WatchedFiles {
  /**
   * Sets the files that are looked at, replacing those there were. Each change of the content of
   * one puts {@link Event.FileChanged} into the inbox. What a file holds when it is first looked at
   * is no change.
   *
   * @param files as the rules name them, at most 1,000; more are not looked at, which is said in
   *     the journal
   */
  void watch(Set<String> files);
}
