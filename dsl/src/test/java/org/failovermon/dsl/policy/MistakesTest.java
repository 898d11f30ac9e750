package org.failovermon.dsl.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a writer reads for each mistake, word for word. Each file has the sources, in sections, and
 * what is expected. {@code -Dfailovermon.golden=write} writes what is said now into the files; read
 * the difference before it is committed.
 */
final class MistakesTest {
  private static final String EXPECTED = "## expected\n";
  private static final PolicyCompiler COMPILER = new PolicyCompiler(Policies.SETTINGS);

  @AfterAll
  static void close() {
    COMPILER.close();
  }

  @TestFactory
  Stream<DynamicTest> eachMistakeIsToldWithItsPlaceTheValueTheRuleAndTheRemedy()
      throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void thereAreManyMistakes() throws IOException {
    assertTrue(files().size() >= 120, "found " + files().size());
  }

  private static List<Path> files() throws IOException {
    Path folder =
        Path.of(System.getProperty("failovermon.root", ".."))
            .resolve("dsl/src/test/resources/org/failovermon/dsl/policy/mistakes");
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    int split = text.indexOf(EXPECTED);
    String sources = text.substring(0, split);
    String expected = text.substring(split + EXPECTED.length());
    try (Compiled compiled = COMPILER.compile(Policies.sources(sources))) {
      String said = Policies.texts(compiled) + "\n";
      if ("write".equals(System.getProperty("failovermon.golden"))) {
        Files.writeString(file, sources + EXPECTED + said);
        return;
      }
      assertTrue(!said.isBlank(), "nothing was found wrong");
      assertEquals(expected, said);
    }
  }
}
