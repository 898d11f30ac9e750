package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.failovermon.app.home.Install;
import org.failovermon.dsl.GroovyScripts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of the examples, without a daemon; {@link ExamplesInForceTest} has real ones. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExamplesTest {
  private static final Path EXAMPLES = Install.root().resolve("examples");

  @TempDir Path folder;

  private Path failovermon;

  @BeforeEach
  void writeALauncherThatRepeatsItsWords() throws IOException {
    failovermon = folder.resolve("failovermon");
    Files.writeString(failovermon, "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(failovermon, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("FAILOVERMON", failovermon.toString());
    builder.environment().put("FAILOVERMON_HOME", folder.resolve("home").toString());
    int exit = builder.start().waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, exit, () -> String.join(" ", command) + " said:\n" + text);
    return text;
  }

  @Test
  void everyScriptOfTheExamplesAndOfTheDemoCompiles() throws IOException {
    List<Path> scripts;
    Path demo = Install.root().resolve("app/src/main/resources/org/failovermon/app/demo");
    try (Stream<Path> examples = Files.walk(EXAMPLES);
        Stream<Path> played = Files.walk(demo)) {
      scripts =
          Stream.concat(examples, played)
              .filter(file -> file.toString().endsWith(".groovy"))
              .filter(file -> !file.toString().contains("/policies/"))
              .toList();
    }
    assertTrue(scripts.size() >= 4, scripts.toString());
    try (GroovyScripts groovy = new GroovyScripts()) {
      for (Path script : scripts) {
        assertEquals(Optional.empty(), groovy.problem(script), script.toString());
      }
    }
  }

  /** What is copied is loaded and run by the other tests here and by those of the language. */
  @Test
  void theSetupOfAPolicyExampleCopiesAllOfItAndKeepsWhatIsThere() throws Exception {
    for (String name :
        List.of("database-pair", "mail-pair", "hundred-hosts", "on-call", "nightly")) {
      Path example = EXAMPLES.resolve(name);
      assertEquals("policy check\n", run(example.resolve("setup.sh").toString()));
      List<Path> files;
      try (Stream<Path> all = Files.walk(example)) {
        files = all.filter(file -> file.toString().endsWith(".groovy")).toList();
      }
      for (Path file : files) {
        Path copy = folder.resolve("home").resolve(example.relativize(file).toString());
        assertEquals(Files.readString(file), Files.readString(copy), copy.toString());
        Files.writeString(copy, "// mine");
      }
      run(example.resolve("setup.sh").toString());
      for (Path file : files) {
        Path copy = folder.resolve("home").resolve(example.relativize(file).toString());
        assertEquals("// mine", Files.readString(copy));
        Files.delete(copy);
      }
    }
  }

  @Test
  void everyExampleHasAReadmeAndASetup() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      for (Path example : folders.filter(Files::isDirectory).toList()) {
        assertTrue(
            Files.isRegularFile(example.resolve("README.md")), example + " has no README.md");
        assertTrue(Files.isExecutable(example.resolve("setup.sh")), example + " has no setup.sh");
      }
    }
  }
}
