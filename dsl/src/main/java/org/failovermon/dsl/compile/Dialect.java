package org.failovermon.dsl.compile;

import org.failovermon.dsl.words.ActionWords;
import org.failovermon.dsl.words.CodeWords;

/**
 * What a file is compiled against.
 *
 * @param base the class that the script of the file extends
 * @param words the interface of the words outside of any block
 * @param noun what the file is: "a policy"
 * @param library whether functions of the library can be called in it
 * @param mayBeEmpty whether a file without a statement is right
 */
public record Dialect(
    Class<?> base, Class<?> words, String noun, boolean library, boolean mayBeEmpty) {
  /** Whether the words act when they are said, as those of a script do; else they describe. */
  boolean acts() {
    return words == ActionWords.class || words == CodeWords.class;
  }

  /** The same file, within a block of other words. */
  Dialect within(Class<?> block) {
    return new Dialect(base, block, WordBook.of(block).name(), library, mayBeEmpty);
  }
}
