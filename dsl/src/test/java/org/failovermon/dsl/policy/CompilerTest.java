package org.failovermon.dsl.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.engine.action.Await;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.action.ScriptRejectedException;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sets of policies follow one another. */
final class CompilerTest {
  @TempDir Path folder;

  @Test
  void whatDidNotChangeStaysTheVerySame() {
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled first =
            compiler.compile(sources("monitor('a') { retries 1 }", "monitor('b') { retries 1 }"));
        Compiled second =
            compiler.compile(sources("monitor('a') { retries 1 }", "monitor('b') { retries 2 }"))) {
      assertSame(monitor(first, 0), monitor(second, 0));
      assertNotSame(monitor(first, 1), monitor(second, 1));
      assertEquals(2, monitor(second, 1).spec().retries());
    }
  }

  @Test
  void aChangeInTheLibraryChangesWhatUsesItAndNothingElse() {
    String text =
        """
        ## policies/lib/Names.groovy
        class Names { static String of(int i) { "LETTER$i" } }
        ## policies/lib/other.groovy
        int count() { COUNT }
        ## policies/a.groovy
        monitor(Names.of(1)) { retries 1 }
        ## policies/b.groovy
        monitor('b') { retries count() }
        ## policies/c.groovy
        monitor('c') { retries 1 }
        """;
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled first = compiled(compiler, text, "x", "1");
        Compiled second = compiled(compiler, text, "x", "2");
        Compiled third = compiled(compiler, text, "y", "2")) {
      assertEquals(List.of("b", "c", "x1"), hosts(first));
      assertEquals(List.of("b", "c", "y1"), hosts(third));
      assertEquals(2, monitor(second, 0).spec().retries());
      assertSame(monitor(first, 1), monitor(second, 1));
      assertSame(monitor(first, 2), monitor(second, 2));
      assertSame(monitor(second, 0), monitor(third, 0));
    }
  }

  private static Compiled compiled(
      PolicyCompiler compiler, String text, String letter, String count) {
    Compiled compiled =
        compiler.compile(Policies.sources(text.replace("LETTER", letter).replace("COUNT", count)));
    assertTrue(compiled.good(), () -> Policies.texts(compiled));
    return compiled;
  }

  @Test
  void aChangedSecretIsReadAgain() {
    AtomicReference<String> value = new AtomicReference<>("one");
    CompilerSettings settings =
        Policies.SETTINGS.withSecrets(name -> Optional.of(new Secret(name, value.get())));
    SourceSet sources =
        sources(
            "check('x') { imap address: 'h', user: 'u', password: secret('s') }",
            "monitor('b') { retries 1 }");
    try (PolicyCompiler compiler = new PolicyCompiler(settings);
        Compiled first = compiler.compile(sources)) {
      value.set("two");
      try (Compiled second = compiler.compile(sources)) {
        assertNotEquals(first.set().checks(), second.set().checks());
        assertSame(monitor(first, 0), monitor(second, 0));
        assertFalse(second.set().toString().contains("two"));
      }
    }
  }

  @Test
  void aBadSetSaysNothingAndTheNextGoodOneHeals() {
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled bad = compiler.compile(sources("monitor('a') { retires 1 }", ""))) {
      assertFalse(bad.good());
      assertThrows(IllegalStateException.class, bad::set);
      try (Compiled good = compiler.compile(sources("monitor('a') { retries 1 }", ""))) {
        assertEquals(List.of("a"), hosts(good));
      }
    }
  }

  @Test
  void aBlockInPlaceRunsAndKeepsItsVersionWhenAnotherOneIsInForce() throws Exception {
    String policy =
        """
        def address = '10.0.0.%d'
        String words(String what) { "$what it is" }
        monitor('hostA') {
          lostPulse {
            log words(address)
            [1].each { notify "$host is lost" }
            println host
            if (kind != 'lost-pulse') fail 'never'
          }
        }
        """;
    ScriptRef script = new ScriptRef("policies/a.groovy#hostA.lostPulse");
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS)) {
      Compiled first = compiler.compile(sources(policy.formatted(1), ""));
      assertEquals(script, monitor(first, 0).spec().lostPulse());
      ScriptLanguage.Loaded run = first.inline(script).orElseThrow();
      Compiled second = compiler.compile(sources(policy.formatted(2), ""));
      first.close();
      assertEquals(
          "log 10.0.0.1 it is\ntell hosta is lost\nprint hosta\n\n", Recorded.of(run::run));
      run.close();
      try (ScriptLanguage.Loaded other = second.inline(script).orElseThrow()) {
        assertEquals(
            "log 10.0.0.2 it is\ntell hosta is lost\nprint hosta\n\n", Recorded.of(other::run));
      }
      assertTrue(second.inline(new ScriptRef("policies/a.groovy#hostB.lostPulse")).isEmpty());
      second.close();
      assertThrows(IllegalStateException.class, () -> second.inline(script));
    }
  }

  @Test
  void whatABlockInPlaceThrowsHasItsPlace() {
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled compiled =
            compiler.compile(
                sources(
                    "job('j') {\n  cron '0 0 2 * * ?'\n  action {\n    fail 'no'\n  }\n}", ""));
        ScriptLanguage.Loaded run =
            compiled.inline(new ScriptRef("policies/a.groovy#job.j.action")).orElseThrow()) {
      ScriptRejectedException thrown =
          assertThrows(ScriptRejectedException.class, () -> Recorded.of(run::run));
      assertEquals("policies/a.groovy:4: no", thrown.getMessage());
    }
  }

  @Test
  void theIdentityOfCodeIsItsInstructionsAndItsValues() {
    String code = "def limit = 5\ncheck('x') { code { if (left.toSeconds() < limit) ok 'a' } }\n";
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS)) {
      Object first = probe(compiler, code);
      assertEquals(first, probe(compiler, "// moved\n\nmonitor 'h'\n" + code));
      assertEquals(first, probe(compiler, "check('before') { code { ok 'other' } }\n" + code));
      assertNotEquals(first, probe(compiler, code.replace("5", "6")));
      assertNotEquals(first, probe(compiler, code.replace("'a'", "'b'")));
    }
  }

  private static Object probe(PolicyCompiler compiler, String text) {
    try (Compiled compiled = compiler.compile(sources(text, ""))) {
      assertTrue(compiled.good(), () -> Policies.texts(compiled));
      return compiled.set().checks().getLast().probe();
    }
  }

  @Test
  void classesOfOldVersionsAreCollected() {
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS)) {
      WeakReference<Object> old = loaderOf(compiler);
      try (Compiled next = compiler.compile(sources("monitor('b') { retries 2 }", ""))) {
        assertTrue(next.good());
        Await.until(
            "the old classes are collected",
            () -> {
              System.gc();
              return old.refersTo(null);
            });
      }
    }
  }

  private static WeakReference<Object> loaderOf(PolicyCompiler compiler) {
    try (Compiled compiled =
        compiler.compile(sources("monitor('a') { lostPulse { log host } }", ""))) {
      ScriptRef script = new ScriptRef("policies/a.groovy#a.lostPulse");
      try (ScriptLanguage.Loaded run = compiled.inline(script).orElseThrow()) {
        assertEquals("log hosta\n", Recorded.of(run::run));
      } catch (ScriptRejectedException e) {
        throw new AssertionError(e);
      }
      return new WeakReference<>(compiler.loaderOf("policies/a.groovy"));
    }
  }

  @Test
  void theCacheGivesTheSameAndDamageInItIsCompiledAgain() throws IOException {
    CompilerSettings settings = Policies.SETTINGS.withCache(folder.resolve("cache"));
    SourceSet sources = sources("monitor('a') { lostPulse { log host } }", "monitor 'b'");
    String cold = setOf(settings, sources);
    List<Path> kept = files(folder.resolve("cache"));
    assertEquals(2, kept.size());
    assertEquals(cold, setOf(settings, sources));
    Files.write(kept.getFirst(), new byte[] {1, 2, 3});
    Files.write(kept.getLast(), java.util.Arrays.copyOf(Files.readAllBytes(kept.getLast()), 500));
    assertEquals(cold, setOf(settings, sources));
    assertEquals(2, files(folder.resolve("cache")).size());
  }

  @Test
  void aCacheThatOthersCouldWriteIsNotUsed() throws IOException {
    Path cache = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    String said = setOf(Policies.SETTINGS.withCache(cache), sources("monitor 'a'", ""));
    assertTrue(said.contains("host=a"), said);
    assertEquals(List.of(), files(cache));
  }

  private static String setOf(CompilerSettings settings, SourceSet sources) {
    try (PolicyCompiler compiler = new PolicyCompiler(settings);
        Compiled compiled = compiler.compile(sources)) {
      assertTrue(compiled.good(), () -> Policies.texts(compiled));
      return compiled.set().toString();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void aFileThatIsNotUtf8IsAProblemWithItsPlace() {
    byte[] latin =
        "monitor 'a'\n// M\u00fcller\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled compiled =
            compiler.compile(SourceSet.ofBytes(Map.of("policies/a.groovy", latin)))) {
      assertEquals(
          "policies/a.groovy:2:5: the file is not UTF-8 text here; save it as UTF-8, or convert it:"
              + " iconv -f latin1 -t utf8",
          compiled.problems().getFirst().sentence());
    }
  }

  @Test
  void tooManyDefinitionsAndTooLargeFilesAreRefused() {
    CompilerSettings patient = Policies.SETTINGS.withEvaluation(Duration.ofMinutes(2));
    String loop = "for (int i = 0; i < 1000000; i++) {\n  monitor(\"host$i\")\n}\n";
    try (PolicyCompiler compiler = new PolicyCompiler(patient);
        Compiled compiled = compiler.compile(sources(loop, "// " + "x".repeat(1 << 20)))) {
      assertEquals(
          List.of(
              "policies/a.groovy:2:3: this file describes more than 100000 things; look for a loop"
                  + " that does not end",
              "policies/b.groovy:1:1: the file has 1048579 characters, at most 1048576 are read;"
                  + " split it, or use a loop"),
          compiled.problems().stream().map(problem -> problem.sentence()).toList());
    }
  }

  @Test
  void aBadScriptIsAReasonToRefuseOnlyWhereAPolicyUsesIt() {
    String text =
        """
        ## policies/a.groovy
        monitor('a') { lostPulse 'USED' }
        ## scripts/lost-pulse/good.groovy
        log host
        ## scripts/lost-pulse/bad.groovy
        lgo host
        ## scripts/jobs/good.groovy
        lgo host
        """;
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled good = compiler.compile(Policies.sources(text.replace("USED", "good.groovy")));
        Compiled bad = compiler.compile(Policies.sources(text.replace("USED", "bad.groovy")))) {
      assertEquals(List.of("a"), hosts(good));
      assertEquals(
          List.of("scripts/jobs/good.groovy", "scripts/lost-pulse/bad.groovy"),
          good.remarks().stream().map(problem -> problem.file()).toList());
      assertEquals(
          java.util.Set.of("scripts/lost-pulse/good.groovy", "scripts/regain-pulse/default.groovy"),
          good.scripts());
      assertEquals(
          List.of("scripts/lost-pulse/bad.groovy"),
          bad.problems().stream().map(problem -> problem.file()).toList());
    }
  }

  @Test
  void aBadScriptOfTheDefaultNameIsUsedByThoseThatNameNone() {
    String text =
        """
        ## policies/a.groovy
        monitor 'a'
        ## scripts/lost-pulse/default.groovy
        lgo host
        """;
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled bad = compiler.compile(Policies.sources(text))) {
      assertFalse(bad.good());
    }
  }

  @Test
  void aScriptFileStaysAsItWasWhenTheSetWasTaken() throws Exception {
    String text =
        """
        ## policies/a.groovy
        monitor('a') { lostPulse 'mail/take.groovy' }
        ## scripts/lost-pulse/mail/take.groovy
        log 'WORD'
        if (kind == 'never') fail 'x'
        """;
    ScriptRef script = new ScriptRef("mail/take.groovy");
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled second = compiler.compile(Policies.sources(text.replace("WORD", "two")))) {
      Compiled first = compiler.compile(Policies.sources(text.replace("WORD", "one")));
      first.warm();
      first.warm();
      try (ScriptLanguage.Loaded one = first.script(script, RunKind.LOST_PULSE).orElseThrow();
          ScriptLanguage.Loaded two = second.script(script, RunKind.LOST_PULSE).orElseThrow()) {
        first.close();
        assertEquals("log one\n", Recorded.of(one::run));
        assertEquals("log two\n", Recorded.of(two::run));
      }
      assertTrue(second.script(script, RunKind.REGAIN_PULSE).isEmpty());
      assertTrue(second.script(new ScriptRef("/mail/take.groovy"), RunKind.LOST_PULSE).isEmpty());
    }
  }

  @Test
  void aTextAndATextWithValuesMayBeTheBranchesOfOneChoice() throws Exception {
    String text =
        """
        ## policies/a.groovy
        def port = 7000
        String words(int n) { n > 1 ? 'many' : n > 0 ? "just $n" : 'none' }
        job('j') {
          cron '0 0 2 * * ?'
          action {
            notify port > 1 ? 'short' : "$host at $port"
            log port < 1 ? 'short' : "$host at $port"
            def chosen = outage ?: "none of $kind"
            log chosen
            [0, 1, 2].each { log words(it) }
            for (String each : [port < 1 ? 'short' : "long $port"]) { log each }
          }
        }
        """;
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled compiled = compiler.compile(Policies.sources(text))) {
      assertEquals("", Policies.texts(compiled));
      try (ScriptLanguage.Loaded run =
          compiled.inline(new ScriptRef("policies/a.groovy#job.j.action")).orElseThrow()) {
        assertEquals(
            "tell short|log hosta at 7000|log 1|log none|log just 1|log many|log long 7000|",
            Recorded.of(run::run).replace('\n', '|'));
      }
    }
  }

  @Test
  void whatAScriptFileThrowsHasItsPlace() {
    String text =
        """
        ## policies/a.groovy
        job('j') { cron '0 0 2 * * ?'; action 'take.groovy' }
        ## scripts/jobs/take.groovy

        fail 'no'
        """;
    try (PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
        Compiled compiled = compiler.compile(Policies.sources(text));
        ScriptLanguage.Loaded run =
            compiled.script(new ScriptRef("take.groovy"), RunKind.JOB).orElseThrow()) {
      assertEquals(
          "scripts/jobs/take.groovy:2: no",
          assertThrows(ScriptRejectedException.class, () -> Recorded.of(run::run)).getMessage());
    }
  }

  private static SourceSet sources(String a, String b) {
    return Policies.sources("## policies/a.groovy\n" + a + "\n## policies/b.groovy\n" + b);
  }

  private static MonitorPolicy monitor(Compiled compiled, int index) {
    return compiled.set().monitors().get(index);
  }

  private static List<String> hosts(Compiled compiled) {
    return compiled.set().monitors().stream().map(each -> each.spec().host().value()).toList();
  }
}
