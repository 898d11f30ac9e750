package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginProbeTest {
  private final Probing probing = new Probing();

  @TempDir Path folder;

  @AfterEach
  void close() {
    probing.close();
  }

  private String plugin(String script) throws IOException {
    Path file = folder.resolve("check_it");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private CheckResult run(String script, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(plugin(script)));
    command.addAll(List.of(arguments));
    return probing.make(new Probe.Plugin(command, Map.of()));
  }

  @Test
  void exitCodesAreTheStatus() throws IOException {
    Probing.expect(Status.OK, "fine", run("echo fine; exit 0"));
    Probing.expect(Status.WARNING, "soso", run("echo soso; exit 1"));
    Probing.expect(Status.CRITICAL, "bad", run("echo bad; exit 2"));
    Probing.expect(Status.UNKNOWN, "what", run("echo what; exit 3"));
    String name = "plugin " + folder.resolve("check_it");
    Probing.expect(
        Status.UNKNOWN,
        name + " ended with exit code 4, expected 0 to 3: x",
        run("echo x; exit 4"));
    Probing.expect(
        Status.UNKNOWN,
        name + " ended with killed by SIGKILL (137), expected 0 to 3: x",
        run("echo x; kill -9 $$"));
  }

  @Test
  void standardErrorIsTextOnlyWhereThereIsNoOther() throws IOException {
    Probing.expect(Status.OK, "fine", run("echo complaint >&2; echo fine"));
    Probing.expect(
        Status.CRITICAL,
        "plugin " + folder.resolve("check_it") + " printed nothing; on standard error: broken",
        run("echo broken >&2; exit 2"));
    Probing.expect(
        Status.OK, "plugin " + folder.resolve("check_it") + " printed nothing", run("exit 0"));
  }

  @Test
  void whatIsNoSecretInItsEnvironmentIsNotTakenOutOfItsOutput() throws IOException {
    String file = plugin("echo \"Connection OK, $LANG | time=5.25s\"");
    CheckResult result =
        probing.make(
            new Probe.Plugin(
                List.of(file),
                Map.of("LANG", Secret.open("LANG", "C"), "COUNT", Secret.open("COUNT", "5"))));
    Probing.expect(Status.OK, "Connection OK, C", result);
    assertEquals(List.of(new Figure("time", 5.25, "s")), result.figures());
  }

  @Test
  void performanceDataIsReadAsTheGuidelinesHaveIt() {
    PluginOutput output =
        PluginOutput.of(
            """
            DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968 'a b''s'=1.5%
            / 15272 MB (77%);
            /boot 68 MB (69%); | /boot=68MB;88;93;0;98 bad=U x=12,5s c=7c;;
            /home=69357MB;253404
            """);
    assertEquals("DISK OK - free space: / 3326 MB (56%);", output.text());
    assertEquals(
        List.of(
            new Figure("/", 2643, "MB"),
            new Figure("a b's", 1.5, "%"),
            new Figure("/boot", 68, "MB"),
            new Figure("x", 12.5, "s"),
            new Figure("c", 7, "c"),
            new Figure("/home", 69357, "MB")),
        output.figures());
  }

  @Test
  void noOutputMakesTheParserFail() {
    Random random = new Random(7);
    String letters = "a1|'=;. \n\t-+eU%,\u00e4";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      PluginOutput output = PluginOutput.of(text.toString());
      assertFalse(output.text().contains("\n"), text::toString);
    }
  }

  @Test
  void aPluginThatIsNotThereIsUnknownAndNamed() {
    probing.expect(
        Status.UNKNOWN,
        "there is no executable plugin check_nonsense in /usr/local/sbin:… or in"
            + " /usr/lib/nagios/plugins; install it (monitoring-plugins), or give its path",
        new Probe.Plugin(List.of("check_nonsense", "-x"), Map.of()));
    probing.expect(
        Status.UNKNOWN,
        "there is no executable plugin /no/such",
        new Probe.Plugin(List.of("/no/such"), Map.of()));
  }

  @Test
  void aPluginThatHangsIsEndedWithAllItStarted() throws IOException {
    Path pids = folder.resolve("pids");
    String file =
        plugin("sleep 1000 & echo $! >" + pids + "; echo $$ >>" + pids + "; echo so far; wait");
    CheckResult result =
        probing.make(new Probe.Plugin(List.of(file), Map.of()), Duration.ofSeconds(2));
    Probing.expect(
        Status.CRITICAL,
        "plugin " + file + " did not end within 2 s, and was ended with all that it started",
        result);
    assertTrue(result.took().toMillis() < 5_000, () -> "took " + result.took());
    Await.until("its place is free", () -> probing.probes().busy() == 0);
    for (String pid : Files.readAllLines(pids)) {
      Await.until(
          "process " + pid + " is gone",
          () -> ProcessHandle.of(Long.parseLong(pid)).map(p -> !p.isAlive()).orElse(true));
    }
  }

  @Test
  void theEnvironmentIsPinnedAndItsSecretsAreNotShown() throws IOException {
    String file =
        plugin("echo \"$PATH $LANG $TOKEN $FAILOVERMON_HOME $USER\"; echo \"| a$TOKEN=1\"");
    CheckResult result =
        probing.make(
            new Probe.Plugin(List.of(file), Map.of("TOKEN", new Secret("token", "hush-hush"))));
    Probing.expect(
        Status.OK, "/usr/local/sbin:…:/usr/local/lib/nagios/plugins C.UTF-8 *** /…", result);
    assertFalse(result.toString().contains("hush"), result::toString);
  }

  @Test
  void argumentsArePassedAsTheyAre() throws IOException {
    Probing.expect(
        Status.OK, "[a b] [$HOME] [*]", run("printf '[%s] ' \"$@\"", "a b", "$HOME", "*"));
  }

  @Test
  void endlessOutputIsBounded() throws IOException {
    CheckResult result =
        run("head -c 3000000 /dev/zero | tr '\\0' 'x'; head -c 3000000 /dev/zero >&2; exit 2");
    assertEquals(Status.CRITICAL, result.status());
    assertEquals(1_000, result.text().length());
  }
}
