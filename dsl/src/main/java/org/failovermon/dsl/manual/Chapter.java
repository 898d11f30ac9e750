package org.failovermon.dsl.manual;

import java.util.List;

/**
 * The words that one interface describes.
 *
 * @param title as a heading: "A monitor block", or "Words of a check block and a code block"
 * @param meaning what the block is for, or empty where several blocks share the words
 * @param opens the word of an outer block that opens it, or empty
 * @param blocks the blocks that have these words
 * @param entries the words, sorted; a word of several forms has an entry for each
 */
public record Chapter(
    String title, String meaning, String opens, List<String> blocks, List<Entry> entries) {
  /** Copies the lists. */
  public Chapter {
    blocks = List.copyOf(blocks);
    entries = List.copyOf(entries);
  }
}
