package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.failovermon.app.home.Home;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.policy.Compiled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code policy check} says of scripts is what the daemon says. */
class OneJudgementTest {
  @TempDir Path folder;
  private Home home = Home.at(Path.of("/"));

  @BeforeEach
  void installation() throws IOException {
    home = Home.at(folder.resolve("home"));
    home.create();
  }

  private Path write(Path file, String text, String mode) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path script(String name, String text, String mode) throws IOException {
    return write(home.scripts().resolve("lost-pulse").resolve(name), text, mode);
  }

  private void naming(String script) throws IOException {
    write(
        home.policies().resolve("a.groovy"),
        "monitor('hosta') { every 60.seconds; lostPulse '" + script + "' }\n",
        "rw-r--r--");
  }

  private static List<String> texts(Workbench bench) {
    try (bench;
        Compiled compiled = bench.compile(bench.onDisk())) {
      return compiled.problems().stream().map(Problem::text).toList();
    }
  }

  /** What both say, which must be one. */
  private String said() {
    List<String> offline = texts(Workbench.of(home, Workbench.scriptsOf(home), Map.of()));
    try (GroovyScripts groovy = new GroovyScripts()) {
      assertEquals(
          texts(Workbench.cached(home, Workbench.scriptsOf(home, groovy::problem), Map.of())),
          offline);
    }
    return String.join("\n", offline);
  }

  private void assertSaid(String part) {
    String said = said();
    assertTrue(said.contains(part), () -> "'" + part + "' is not in: " + said);
  }

  @Test
  void aScriptThatOthersMayWriteIsNamedWithTheCommandThatMendsIt() throws IOException {
    Path script = script("take.groovy", "log 'x'\n", "rw-r--rw-");
    naming("take.groovy");
    assertSaid("script " + script.toRealPath() + " can be written by others (mode 0646)");
    assertSaid("chmod o-w " + script.toRealPath());
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("", said());
  }

  @Test
  void aProgramThatMayNotBeRunIsNamedWithTheCommandThatMendsIt() throws IOException {
    Path program = script("take", "#!/bin/sh\n", "rw-r--r--");
    naming("take");
    assertSaid("chmod +x " + program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals("", said());
  }

  @Test
  void aSourceElsewhereIsCompiled() throws IOException {
    Path elsewhere = write(folder.resolve("take.groovy"), "logg 'x'\n", "rw-r--r--");
    naming(elsewhere.toString());
    assertSaid("there is no word 'logg'");
    write(elsewhere, "log 'x'\n", "rw-r--r--");
    assertEquals("", said());
  }

  @Test
  void aSourceOfThePoliciesIsToldOnceWhenItDoesNotCompile() throws IOException {
    script("take.groovy", "logg 'x'\n", "rw-r--r--");
    naming("take.groovy");
    String said = said();
    assertEquals(2, said.split("there is no word 'logg'", -1).length, said);
  }

  @Test
  void whatIsNotThereIsNamedWithBothPlaces() throws IOException {
    naming("take.groovy");
    assertSaid("there is no script take.groovy in " + home.scripts().resolve("lost-pulse"));
    naming("/no/such/program");
    assertSaid("script /no/such/program does not exist");
  }
}
