package org.failovermon.dsl.compile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of compiling one file, or the files of the library together.
 *
 * @param classes bytes by name; empty when something is wrong
 * @param files the file of each outermost class, by the class's name
 * @param mainClass the class of the script's statements, or null when the file only has classes
 * @param problems what is wrong
 */
public record Unit(
    Map<String, byte[]> classes,
    Map<String, String> files,
    @Nullable String mainClass,
    List<Problem> problems) {
  /** Copies the collections. */
  public Unit {
    classes = Map.copyOf(classes);
    files = Map.copyOf(files);
    problems = List.copyOf(problems);
  }

  /** Whether it compiled. */
  public boolean good() {
    return problems.isEmpty();
  }

  /**
   * Gives the classes a loader of their own.
   *
   * @param parent sees the words
   * @param library where classes of the library are found, or null
   */
  public SourceLoader load(ClassLoader parent, @Nullable SourceLoader library) {
    return new SourceLoader(parent, library, classes, files);
  }
}
