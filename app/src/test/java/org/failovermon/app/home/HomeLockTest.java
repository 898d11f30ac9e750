package org.failovermon.app.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.failovermon.app.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One lock for each home. */
class HomeLockTest {
  @TempDir Path folder;
  private Home home = Home.at(Path.of("/"));

  @BeforeEach
  void makeHome() {
    home = Home.at(folder);
  }

  @Test
  void saysWhoHoldsItWithTheProcess() {
    try (HomeLock lock = HomeLock.take(home, "failoverd")) {
      assertNotNull(lock);
      Refusal refusal = assertThrows(Refusal.class, () -> HomeLock.take(home, "a command"));
      assertTrue(
          refusal
              .sentences()
              .getFirst()
              .contains("is in use by failoverd, process " + ProcessHandle.current().pid()),
          refusal.getMessage());
    }
  }

  /** Whoever can read the file can lock it. */
  @Test
  void cannotBeTakenByThoseWhoMayOnlyLook() throws Exception {
    Files.createFile(home.lockFile());
    Files.setPosixFilePermissions(home.lockFile(), PosixFilePermissions.fromString("rw-r--r--"));
    for (int time = 1; time <= 2; time++) {
      HomeLock.take(home, "failoverd").close();
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(home.lockFile())));
      Files.delete(home.lockFile());
    }
  }

  @Test
  void isFreeAgainAfterItWasClosed() {
    HomeLock.take(home, "first").close();
    HomeLock second = HomeLock.tryTake(home, "second");
    assertNotNull(second);
    second.close();
  }

  @Test
  void keepsTwoHomesApart(@TempDir Path other) {
    try (HomeLock one = HomeLock.take(home, "one");
        HomeLock two = HomeLock.take(Home.at(other), "two")) {
      assertNotNull(one);
      assertNotNull(two);
    }
  }

  @Test
  void isHeldAgainstAnotherProcessAndFreedWhenThatIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals("held", holder.inputReader().readLine());
      assertNull(HomeLock.tryTake(home, "we"));
      assertEquals(holder.pid(), HomeLock.holder(home).orElseThrow().pid());
    } finally {
      holder.destroyForcibly();
    }
    holder.waitFor();
    HomeLock ours = HomeLock.tryTake(home, "we");
    assertNotNull(ours);
    ours.close();
  }

  /** Another process that takes the lock and keeps it until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    /** Takes the lock of the home named. */
    public static void main(String[] arguments) throws Exception {
      try (HomeLock lock = HomeLock.take(Home.at(Path.of(arguments[0])), "another process")) {
        System.out.println(lock == null ? "free" : "held");
        new java.util.concurrent.CountDownLatch(1).await();
      }
    }
  }
}
