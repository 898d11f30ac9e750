package org.failovermon.app.control;

import java.util.ArrayList;
import java.util.List;

/**
 * What an operator must know of answers besides what they say.
 *
 * @param silence that a daemon is there and does not answer, and what to do, or empty
 * @param others further sentences: mistakes in the configuration
 */
public record Remarks(String silence, List<String> others) {
  /** Nothing is to be remarked. */
  public static final Remarks NONE = new Remarks("", List.of());

  /** Copies. */
  public Remarks {
    others = List.copyOf(others);
  }

  /** All of them, the most urgent first. */
  public List<String> all() {
    List<String> all = new ArrayList<>(silence.isEmpty() ? List.of() : List.of(silence));
    all.addAll(others);
    return all;
  }
}
