package org.failovermon.dsl.compile;

import java.util.List;
import java.util.Set;

/**
 * What a file declares, as far as the parser knows.
 *
 * @param classes names of its outermost classes
 * @param functions names of its functions
 * @param scriptClass the class that the functions are in, or empty when there are none
 * @param statement line of its first statement outside of functions and classes, or 0
 * @param problems why it could not be parsed
 */
public record Outline(
    Set<String> classes,
    Set<String> functions,
    String scriptClass,
    int statement,
    List<Problem> problems) {
  /** Copies the collections. */
  public Outline {
    classes = Set.copyOf(classes);
    functions = Set.copyOf(functions);
    problems = List.copyOf(problems);
  }
}
