package org.failovermon.dsl.manual;

import java.util.List;

/**
 * One form of a word: what it says, and all that its writer must know.
 *
 * @param word the word
 * @param blocks where it stands, as people call the blocks: "a monitor block"
 * @param meaning one or two sentences
 * @param type what it takes, or empty where it takes nothing
 * @param range the range of what it takes, with units, or empty
 * @param otherwise what holds where it is not written, or empty
 * @param mandatory whether its block is incomplete without it, or one of its kind
 * @param options its named options
 * @param example an example that stands in its block
 */
public record Entry(
    String word,
    List<String> blocks,
    String meaning,
    String type,
    String range,
    String otherwise,
    boolean mandatory,
    List<Choice> options,
    String example) {
  /** Copies the lists. */
  public Entry {
    blocks = List.copyOf(blocks);
    options = List.copyOf(options);
  }

  /**
   * One named option of a word.
   *
   * @param name its name
   * @param meaning what it says
   * @param type what it takes
   * @param range the range of what it takes, or empty
   * @param otherwise what holds where it is not written, or empty
   */
  public record Choice(String name, String meaning, String type, String range, String otherwise) {}
}
