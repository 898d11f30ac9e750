package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual says what is so. */
final class ManualTest {
  private static final Pattern GROOVY = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMENTED = Pattern.compile("(?m)^//     (.*)$");

  @TempDir Path folder;

  @Test
  void everyExampleOfTheManualCompiles() throws IOException {
    List<String> examples = new ArrayList<>();
    Matcher block = GROOVY.matcher(Files.readString(Scene.root().resolve("docs/scripts.md")));
    while (block.find()) {
      examples.add(block.group(1));
    }
    assertTrue(examples.size() >= 3, "found " + examples.size());
    compile(examples);
  }

  @Test
  void theExamplesInTheCommentsOfTheShippedScriptsCompile() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String kind : List.of("lost-pulse", "regain-pulse")) {
      StringBuilder text = new StringBuilder();
      Matcher line =
          COMMENTED.matcher(
              Files.readString(Scene.root().resolve("scripts/" + kind + "/default.groovy")));
      while (line.find()) {
        if (!line.group(1).startsWith("failovermon ")) {
          text.append(line.group(1)).append('\n');
        }
      }
      examples.add(text.toString());
    }
    compile(examples);
  }

  @Test
  void theManualNamesEveryWord() throws IOException {
    String manual = Files.readString(Scene.root().resolve("docs/scripts.md"));
    for (String word :
        org.failovermon.dsl.compile.WordBook.of(org.failovermon.dsl.words.ActionWords.class)
            .words()) {
      if (!word.equals("print") && !word.equals("printf")) {
        assertTrue(manual.contains("`" + word), word);
      }
    }
  }

  private void compile(List<String> examples) {
    try (GroovyScripts groovy = new GroovyScripts()) {
      for (String example : examples) {
        Path file = Scene.write(folder.resolve("example.groovy"), example);
        assertEquals(Optional.empty(), groovy.problem(file), example);
      }
    }
  }
}
