package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell completes: the script runs in a real bash or zsh, with a program that it asks. */
class CompletionTest {
  private static final String PROGRAM =
      """
      #!/bin/sh
      echo "$*" >> asked
      case "$*" in
        *hosts) echo hostA; echo hostB; echo mail.example.org ;;
        *jobs) echo nightly ;;
        *runs) echo 17; echo 16 ;;
        *windows) echo patch-day ;;
        *versions) echo 2; echo 1 ;;
      esac
      """;

  @TempDir Path folder;

  @Test
  void namesAreOneALine() {
    CommandLineFixture cli = new CommandLineFixture(new FakeOffices());
    cli.run("add hostA -i 60s -r 3");
    cli.run("add hostB -i 60s -r 3");
    assertEquals("hosta\nhostb\n", cli.run("known-names hosts").out().toLowerCase(Locale.ROOT));
    cli.run("job add off-peak --cron 0_0_20_*_*_? --interval 1200s --host hostA");
    assertEquals("off-peak\n", cli.run("known-names jobs").out());
    assertEquals("", cli.run("known-names runs").out());
    assertEquals(3, cli.run("known-names cats").exit());
  }

  @Test
  void bashCompletesHostsJobsRunsAndOperations() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash on this machine");
    assertEquals("hostA hostB", bash("failovermon", "stop", "ho"));
    assertEquals("hostA hostB mail.example.org", bash("failovermon", "start", "hostA", ""));
    assertEquals("mail.example.org", bash("failovermon", "history", "m"));
    assertEquals("add delete help list modify start stop", bash("failovermon", "-o", ""));
    assertEquals("delete", bash("failovermon", "-o", "d"));
    assertEquals("hostA hostB", bash("failovermon", "-o", "stop", "ho"));
    assertEquals("", bash("failovermon", "-o", "add", "ho"));
    assertEquals("nightly", bash("failovermon", "job", "delete", ""));
    assertEquals("nightly", bash("failovermon", "log", "--host", "n"));
    assertEquals("17 16", bash("failovermon", "show", "1"));
    assertEquals("16", bash("failovermon", "run", "retry", "16"));
    assertEquals("patch-day", bash("failovermon", "maintenance", "delete", ""));
    assertEquals("2", bash("failovermon", "policy", "rollback", "2"));
    assertEquals("hostA hostB", bash("failovermon", "path", "add", "h"));
    assertEquals("", bash("failovermon", "path", "add", "hostA", "h"));
    assertEquals("status", bash("failovermon", "stat"));
    assertEquals("--limit", bash("failovermon", "outages", "--lim"));
    Files.delete(folder.resolve("asked"));
    assertEquals("hostA", bash("failovermon", "--home", "/x", "stop", "hostA"));
    assertEquals("--home /x known-names hosts\n", Files.readString(folder.resolve("asked")));
  }

  @Test
  void bashAsksOnceForAWhile() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash on this machine");
    String twice = complete("failovermon", "stop", "h") + complete("failovermon", "stop", "ho");
    assertEquals("hostA hostB\nhostA hostB\n", run("/bin/bash", twice));
    assertEquals("known-names hosts\n", Files.readString(folder.resolve("asked")));
  }

  @Test
  void zshLoadsTheScriptToo() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/zsh")), "there is no /bin/zsh on this machine");
    String asked =
        "emulate sh -c '" + complete("failovermon", "stop", "ho").replace("'", "'\\''") + "'\n";
    String said = run("/bin/zsh", "autoload -Uz compinit\ncompinit -D\n" + asked);
    // zsh itself leaves out what does not begin with the word
    assertEquals("hostA hostB", said.replace("mail.example.org", "").strip());
  }

  private String bash(String... words) throws Exception {
    return run("/bin/bash", complete(words)).strip();
  }

  /** Asks for what would complete the last of these words, as the shell does. */
  private static String complete(String... words) {
    return "COMP_WORDS=('"
        + String.join("' '", words)
        + "')\nCOMP_CWORD="
        + (words.length - 1)
        + "\nCOMP_LINE='"
        + String.join(" ", words)
        + "'\nCOMP_POINT=${#COMP_LINE}\nCOMPREPLY=()\n"
        + "compopt() { :; }\n" // only of use while the shell itself completes
        + "_failovermon failovermon\necho \"${COMPREPLY[*]}\"\n";
  }

  private String run(String shell, String lines) throws IOException, InterruptedException {
    Path program = folder.resolve("failovermon");
    Files.writeString(program, PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    String completion = new CommandLineFixture(new FakeOffices()).run("completion bash").out();
    Path script = folder.resolve("script");
    int register = lines.startsWith("autoload") ? lines.indexOf("emulate") : 0;
    Files.writeString(
        script, lines.substring(0, register) + completion + lines.substring(register));
    ProcessBuilder builder =
        new ProcessBuilder(List.of(shell, script.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    return said;
  }
}
