package org.failovermon.dsl.policy;

import org.failovermon.engine.model.policy.Place;

/**
 * Where a word was said.
 *
 * @param file the file whose line it is
 * @param line from 1
 * @param word the word, whose column is looked for when a problem is told
 * @param place the line of the policy that it was said for: the same, unless the word stands in a
 *     function of the library
 */
record Spot(String file, int line, String word, Place place) {
  Spot(String file, int line, String word) {
    this(file, line, word, new Place(file, line));
  }

  Spot at(String other) {
    return new Spot(file, line, other, place);
  }
}
