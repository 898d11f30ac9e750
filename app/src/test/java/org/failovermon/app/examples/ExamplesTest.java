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

/** Builds each example with its own {@code setup.sh} in a home of the test, and looks at it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExamplesTest {
  private static final Path EXAMPLES = Install.root().resolve("examples");

  @TempDir Path folder;

  private Path failovermon;

  @BeforeEach
  void writeALauncher() throws IOException {
    failovermon = folder.resolve("failovermon");
    Files.writeString(
        failovermon,
        """
        #!/bin/sh
        exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 \\
          '-Dfailovermon.root=%s' -cp '%s' org.failovermon.app.cli.Main "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                Install.root(),
                System.getProperty("java.class.path")));
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
  void theManPagesExampleWatchesHostAAndChangesItsIntervalByTheCalendar() throws Exception {
    run(EXAMPLES.resolve("man-page/setup.sh").toString());
    assertEquals(
        "hostA stopped boot 60 3 default.groovy default.groovy\n",
        run(failovermon.toString(), "-o", "list", "-q"));
    String jobs = run(failovermon.toString(), "job", "list");
    assertTrue(jobs.matches("(?s).*off-peak +0 0 20 \\* \\* \\? .*hostA to 20 min.*"), jobs);
    assertTrue(jobs.matches("(?s).*\npeak +0 0 7 \\* \\* \\? .*hostA to 60 s.*"), jobs);
  }

  @Test
  void theWebPairWatchesItsPeerOverTwoPathsWithScriptsOfItsOwn() throws Exception {
    String setup = EXAMPLES.resolve("web-pair/setup.sh").toString();
    run(setup, "web1", "192.168.7.1");
    assertEquals(
        "web1 stopped boot 1 3 take-web.groovy tell-on-call.groovy\n",
        run(failovermon.toString(), "-o", "list", "-q"));
    String paths = run(failovermon.toString(), "path", "list", "web1");
    assertTrue(paths.contains("192.168.7.1") && paths.contains("web1"), paths);
    Path home = folder.resolve("home");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("key"))));
    assertEquals(
        Files.readString(EXAMPLES.resolve("web-pair/failovermon.toml")),
        Files.readString(home.resolve("failovermon.toml")));
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

  /** What is copied is loaded and run by the tests of the language. */
  @Test
  void theSetupOfAPolicyExampleCopiesAllOfItAndKeepsWhatIsThere() throws Exception {
    for (String name :
        List.of("database-pair", "mail-pair", "hundred-hosts", "on-call", "nightly")) {
      Path example = EXAMPLES.resolve(name);
      Files.writeString(failovermon, "#!/bin/sh\necho \"$@\"\n");
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
