package org.failovermon.dsl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.dsl.policy.PolicyCompiler;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.action.ScriptRejectedException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Loads the policies of each example, and runs every script that they name against a stand-in. */
final class ExamplePoliciesTest {
  private static final Path ROOT = Path.of(System.getProperty("failovermon.root", ".."));
  private static final Path EXAMPLES = ROOT.resolve("examples");

  @TestFactory
  Stream<DynamicTest> everyExampleLoadsAndEachOfItsScriptsRunsToItsEnd() throws IOException {
    List<Path> all = examples();
    assertTrue(all.size() >= 7, all.toString());
    return all.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getFileName().toString(),
                    () -> {
                      List<String> commands = run(example, true);
                      assertFalse(commands.isEmpty(), "nothing was run");
                    }));
  }

  /** The order of a takeover is its safety. */
  @Test
  void theDatabasePairFencesBeforeItTakesTheDiskAndTheAddress() throws Exception {
    assertEquals(
        List.of(
            "/usr/local/sbin/fence-host hosta",
            "findmnt --noheadings --output SOURCE /var/lib/postgresql",
            "ip -oneline address show dev eth0 to 10.0.0.100",
            "ip address add 10.0.0.100/24 dev eth0",
            "arping -U -c 3 -I eth0 10.0.0.100",
            "systemctl start postgresql",
            "pg_isready -h 10.0.0.100"),
        run(EXAMPLES.resolve("database-pair"), true).stream()
            .filter(line -> !line.startsWith("tell "))
            .toList());
  }

  @Test
  void noPairTakesAnythingWhenTheFenceFails() throws Exception {
    for (String pair : List.of("database-pair", "mail-pair", "web-pair")) {
      List<String> commands = run(EXAMPLES.resolve(pair), false);
      assertEquals(
          List.of("/usr/local/sbin/fence-host hosta"),
          commands.stream().filter(line -> !line.startsWith("tell ")).toList(),
          pair);
    }
  }

  @Test
  void theHundredHostsAreAHundred() throws Exception {
    try (PolicyCompiler compiler = new PolicyCompiler(settings(EXAMPLES.resolve("hundred-hosts")));
        Compiled compiled = compile(compiler, EXAMPLES.resolve("hundred-hosts"))) {
      assertEquals(100, compiled.set().monitors().size());
    }
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(each -> Files.isDirectory(each.resolve("policies"))).sorted().toList();
    }
  }

  /** Runs every script that the policies of an example name; returns the commands in order. */
  private static List<String> run(Path example, boolean good) throws Exception {
    Recorder recorder = new Recorder(good);
    try (PolicyCompiler compiler = new PolicyCompiler(settings(example));
        GroovyScripts scripts = new GroovyScripts();
        Compiled compiled = compile(compiler, example)) {
      PolicySet set = compiled.set();
      List<Named> named = new ArrayList<>();
      for (MonitorPolicy each : set.monitors()) {
        named.add(new Named(each.spec().lostPulse(), RunKind.LOST_PULSE));
        named.add(new Named(each.spec().regainPulse(), RunKind.REGAIN_PULSE));
      }
      set.rules().forEach(rule -> named.add(new Named(rule.action(), RunKind.RULE)));
      for (JobPolicy each : set.jobs()) {
        if (each.job().action() instanceof Job.RunScript action) {
          named.add(new Named(action.script(), RunKind.JOB));
        }
      }
      for (Named each : named) {
        try (ScriptLanguage.Loaded script = load(compiled, scripts, example, each)) {
          script.run(recorder);
        } catch (ScriptRejectedException e) {
          assertFalse(good, () -> each + ": " + e.getMessage());
        }
      }
    }
    return recorder.commands();
  }

  private record Named(ScriptRef script, RunKind kind) {}

  private static ScriptLanguage.Loaded load(
      Compiled compiled, GroovyScripts scripts, Path example, Named named)
      throws ScriptRejectedException {
    Optional<ScriptLanguage.Loaded> inline = compiled.inline(named.script());
    return inline.isPresent() ? inline.get() : scripts.load(file(example, named).orElseThrow());
  }

  /** As an installation finds it: its own, then the shipped one. */
  private static Optional<Path> file(Path example, Named named) {
    String path = "scripts/" + folder(named.kind()) + "/" + named.script().text();
    return Stream.of(example.resolve(path), ROOT.resolve(path))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String folder(RunKind kind) {
    return switch (kind) {
      case LOST_PULSE -> "lost-pulse";
      case REGAIN_PULSE -> "regain-pulse";
      case JOB -> "jobs";
      case RULE -> "rules";
    };
  }

  private static CompilerSettings settings(Path example) {
    return CompilerSettings.BARE
        .withSecrets(name -> Optional.of(new Secret(name, "geheim")))
        .withScripts(
            (script, kind) ->
                file(example, new Named(script, kind)).isPresent()
                    ? Optional.empty()
                    : Optional.of("there is no script " + script));
  }

  private static Compiled compile(PolicyCompiler compiler, Path example) throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(example)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".groovy")).toList()) {
        files.put(example.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    Compiled compiled = compiler.compile(SourceSet.ofBytes(files));
    assertEquals(
        "", compiled.problems().stream().map(Problem::text).collect(Collectors.joining("\n")));
    return compiled;
  }
}
