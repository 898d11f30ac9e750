package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a daemon that its unit protects hands on to the programs that it runs. */
final class PrivilegeTest {
  private static final Path OOM = Path.of("/proc/self/oom_score_adj");

  @Test
  void theNiceValueOfTheDaemonIsNotHandedOn() throws Exception {
    assertEquals("0\n", onThreadOfItsOwn(PrivilegeTest::runNicely));
  }

  private static String runNicely() throws IOException, InterruptedException {
    String task = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
    Process renice =
        new ProcessBuilder("renice", "-n", "-5", "-p", task)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(renice.waitFor(60, TimeUnit.SECONDS));
    assumeTrue(renice.exitValue() == 0, "needs root with the right to set negative nice values");
    return run("cut -d' ' -f19 /proc/self/stat");
  }

  @Test
  void theProtectionFromTheOomKillerIsNotHandedOn() throws Exception {
    String before = Files.readString(OOM);
    try {
      Files.writeString(OOM, "-500");
    } catch (IOException e) {
      assumeTrue(false, "needs root with CAP_SYS_RESOURCE: " + e.getMessage());
    }
    try {
      assertEquals("0\n", run("cat /proc/self/oom_score_adj"));
    } finally {
      Files.writeString(OOM, before);
    }
  }

  private static String run(String command) {
    StringBuilder said = new StringBuilder();
    ProgramEnd end =
        new ProgramRunner(Scene.CLOCK)
            .run(
                new Program(
                    Path.of("/bin/sh"),
                    List.of("-c", command),
                    Map.of("PATH", "/usr/bin:/bin"),
                    Path.of("/"),
                    ""),
                Duration.ofSeconds(60),
                bytes -> said.append(new String(bytes, StandardCharsets.UTF_8)));
    assertEquals(ProgramEnd.How.EXITED, end.how());
    return said.toString();
  }

  private interface Work {
    String get() throws IOException, InterruptedException;
  }

  /** The nice value is that of a thread, and programs inherit it from the one that starts them. */
  private static String onThreadOfItsOwn(Work work)
      throws InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture<String> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                done.complete(work.get());
              } catch (Throwable e) { // told to the test
                done.completeExceptionally(e);
              }
            });
    try {
      return done.get(120, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TestAbortedException aborted) {
        throw aborted;
      }
      throw e;
    }
  }
}
