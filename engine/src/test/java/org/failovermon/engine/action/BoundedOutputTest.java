package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Head and tail are kept, whatever the pieces. */
final class BoundedOutputTest {
  @Test
  void keepsAllThatFits() {
    BoundedOutput output = new BoundedOutput(10);
    output.write(bytes("01234"));
    output.write(bytes("56789"));
    assertEquals("0123456789", output.text());
  }

  @Test
  void keepsHeadAndTailOfAnyPieces() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int limit = 2 + random.nextInt(30);
      BoundedOutput output = new BoundedOutput(limit);
      StringBuilder all = new StringBuilder();
      for (int piece = random.nextInt(12); piece > 0; piece--) {
        String text = "x".repeat(random.nextInt(40)).replace('x', (char) ('a' + piece));
        all.append(text);
        output.write(bytes(text));
      }
      assertEquals(expected(all.toString(), limit), output.text(), "seed " + seed);
    }
  }

  @Test
  void putsALineOfItsOwnOnALineOfItsOwn() {
    BoundedOutput output = new BoundedOutput(100);
    output.line("first");
    output.write(bytes("no end"));
    output.line("last");
    assertEquals("first\nno end\nlast\n", output.text());
  }

  private static String expected(String all, int limit) {
    int cut = all.length() - limit;
    if (cut <= 0) {
      return all;
    }
    int head = limit / 2;
    return all.substring(0, head)
        + "\n[… "
        + cut
        + " bytes were cut here: the output limit is "
        + limit
        + " bytes …]\n"
        + all.substring(head + cut);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
