package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.Refusal;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.dsl.policy.PolicyCompiler;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyNewTest {
  @TempDir Path home;

  private final StringWriter out = new StringWriter();

  private PolicyNew command(String template, String name) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(out, true),
            Map.of("FAILOVERMON_HOME", home.toString()),
            false,
            ZoneOffset.UTC);
    PolicyNew command = new PolicyNew(new Context(terminal, new FakeOffices()));
    command.template = template;
    command.name = name;
    return command;
  }

  private static String refusal(PolicyNew command) {
    try {
      command.call();
      return "";
    } catch (Refusal e) {
      return e.exit() + ": " + String.join("\n", e.sentences());
    }
  }

  /** All at once, so that no two of them say the same. */
  @Test
  void everyTemplateCompilesAndStartsNoMonitor() {
    List<SourceFile> files = new ArrayList<>();
    for (PolicyNew.Template template : PolicyNew.Template.values()) {
      String name = "my-" + template.word();
      files.add(new SourceFile("policies/" + name + ".groovy", template.text(name)));
    }
    try (PolicyCompiler compiler = new PolicyCompiler(CompilerSettings.BARE);
        Compiled compiled = compiler.compile(SourceSet.of(files))) {
      assertEquals(
          "", compiled.problems().stream().map(Problem::text).collect(Collectors.joining("\n")));
      assertEquals(102, compiled.set().monitors().size());
      assertFalse(compiled.set().monitors().stream().anyMatch(MonitorPolicy::started));
    }
  }

  @Test
  void noTemplateRunsAProgram() {
    for (PolicyNew.Template template : PolicyNew.Template.values()) {
      String code = template.text("x").replaceAll("(?m)//.*$", "").replaceAll("'[^'\n]*'", "");
      assertFalse(code.contains("exec "), template.word());
    }
  }

  @Test
  void writesTheFileAndSaysWhatToDoNext() throws Exception {
    Files.createDirectories(home.resolve("policies"));
    assertEquals(0, command("monitor", "mail1").call());
    Path file = home.resolve("policies/mail1.groovy");
    assertTrue(Files.readString(file).contains("monitor('mail1') {"));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(out.toString().contains("wrote " + file), out.toString());
    assertTrue(out.toString().contains("failovermon start mail1"), out.toString());
  }

  @Test
  void neverOverwrites() throws Exception {
    Path file = Files.createDirectories(home.resolve("policies")).resolve("pair.groovy");
    Files.writeString(file, "// mine");
    assertEquals(
        "1: " + file + " is there already and stays as it is; give another NAME, or move it away",
        refusal(command("pair", "pair")));
    assertEquals("// mine", Files.readString(file));
  }

  @Test
  void anUnknownTemplateNamesTheNearest() {
    assertEquals(
        "3: there is no template 'monitr'; did you mean monitor?", refusal(command("monitr", "x")));
  }

  @Test
  void aNameCannotLeaveTheFolder() {
    assertTrue(refusal(command("rule", "../x")).startsWith("1: invalid name '../x'"));
  }
}
