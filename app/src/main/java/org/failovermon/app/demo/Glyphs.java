package org.failovermon.app.demo;

import java.nio.charset.Charset;

/**
 * The characters that the terminal can show: box drawing where its character set has it, plain
 * ASCII elsewhere.
 *
 * @param wide whether it has more than ASCII
 */
record Glyphs(boolean wide) {
  static Glyphs of(Charset charset) {
    return new Glyphs(charset.newEncoder().canEncode("┌═╌→×…"));
  }

  /** The same line with what cannot be shown replaced. */
  String fit(String line) {
    if (wide) {
      return line;
    }
    return line.replace("→", "->")
        .replace("×", "x")
        .replace("…", "...")
        .replace("≤", "<=")
        .replace("·", "-")
        .replace('═', '=')
        .replace('╌', ' ')
        .replace('─', '-')
        .replace('│', '|')
        .replaceAll("[┌┐└┘]", "+");
  }
}
