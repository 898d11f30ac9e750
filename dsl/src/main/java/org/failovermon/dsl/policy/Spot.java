package org.failovermon.dsl.policy;

import org.failovermon.engine.model.policy.Place;

/**
 * Where a word was said.
 *
 * @param file the file whose line it is
 * @param line from 1
 * @param word the word, whose column is looked for when a problem is told
 */
record Spot(String file, int line, String word) {
  Place place() {
    return new Place(file, line);
  }

  Spot at(String other) {
    return new Spot(file, line, other);
  }
}
