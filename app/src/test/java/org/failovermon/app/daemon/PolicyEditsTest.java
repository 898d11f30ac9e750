package org.failovermon.app.daemon;

import static org.failovermon.app.daemon.PolicyHouse.A;
import static org.failovermon.app.daemon.PolicyHouse.monitor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving a file is enough, whatever saves it; and no edit breaks a running daemon. */
class PolicyEditsTest {
  @TempDir Path folder;
  private @org.jspecify.annotations.Nullable PolicyHouse made;

  private PolicyHouse house() {
    return java.util.Objects.requireNonNull(made);
  }

  @BeforeEach
  void start() throws Exception {
    made = new PolicyHouse(Files.createDirectory(folder.resolve("home")));
    house().write(A, monitor("hosta", 60));
    house().daemon.start();
    house().awaitList("hosta stopped noboot 60 ");
  }

  @AfterEach
  void stop() {
    house().close();
  }

  @Test
  void theIntervalThatTheCalendarPrescribesIsInForceAtOnce() {
    String offPeak =
        """
        monitor('hosta') {
          every 60.seconds, from: '0 0 0 1 1 ?'
          every 1200.seconds, from: '0 1 0 1 1 ?'
          startsByHand()
        }
        """;
    house().write(A, offPeak);
    house().awaitList("hosta stopped noboot 1200 ");
    house().write(A, offPeak.replace("1200", "900"));
    house().awaitList("hosta stopped noboot 900 ");
    assertTrue(house().run("log -n 50").out().contains("interval 20 min → 60 s"), house().all());
  }

  @Test
  void takesAnEditIntoForceAndSaysWhatChangedAndWho() {
    house().write(A, monitor("hosta", 30) + monitor("hostb", 10));
    house().awaitList("hosta stopped noboot 30 ", "hostb stopped noboot 10 ");
    String log = house().run("log").out();
    assertTrue(log.contains("interval 60 s → 30 s (policies/a.groovy:1)"), log);
    assertTrue(log.contains("monitor hostb is new (policies/a.groovy:5)"), log);
    String history = house().run("policy history").out();
    assertTrue(history.contains("edited policies/a.groovy"), history);
    assertTrue(history.contains(System.getProperty("user.name")), history);
    assertTrue(house().run("list").out().contains("policies/a.groovy:5"), house().all());
    house().write(A, monitor("hostb", 10));
    house().awaitList("hostb stopped noboot 10 ");
    assertTrue(house().run("log").out().contains("monitor hosta is gone from policies/a.groovy"));
  }

  @Test
  void refusesCommandsThatChangeWhatBelongsToAFileAndNamesFileAndLine() {
    for (String command :
        new String[] {
          "modify hosta -i 5s", "delete hosta", "path add --no-check hosta 127.0.0.9"
        }) {
      CommandLineFixture.Result result = house().run(command);
      assertEquals(1, result.exit(), result.all());
      assertTrue(result.err().contains("policies/a.groovy:1"), result.all());
    }
    assertEquals(0, house().run("start hosta").exit());
    house().awaitList("hosta running noboot 60 ");
    house().write(A, monitor("hosta", 30));
    house().awaitList("hosta running noboot 30 ");
    assertEquals(0, house().run("stop hosta").exit());
  }

  @Test
  void keepsTheLastGoodSetShoutsAndHealsWhenTheFileIsMended() {
    house().write(A, "monitor('hosta') {\n  evry 30.seconds\n}\n");
    house().awaitStatus("the last good set stays in force");
    assertTrue(house().status().contains("policies/a.groovy:2:"), house().all());
    assertTrue(house().status().contains("failovermon policy check"), house().all());
    house().awaitList("hosta stopped noboot 60 ");
    CommandLineFixture.Result check = house().run("policy check");
    assertEquals(1, check.exit());
    assertTrue(check.out().contains("every"), check.all());
    assertFalse(check.all().contains("\tat "), check.all());
    house().write(A, monitor("hosta", 20));
    house().awaitList("hosta stopped noboot 20 ");
    house().awaitNoTrouble();
    assertEquals(0, house().run("policy check").exit(), house().run("policy check").all());
  }

  @Test
  void takesFilesThatSedReplaces() throws Exception {
    house().program("sed", "-i", "s/60/30/", A);
    house().awaitList("hosta stopped noboot 30 ");
  }

  @Test
  void takesFilesThatVimWrites() throws Exception {
    assumeTrue(PolicyHouse.has("vim"), "needs vim");
    house()
        .program(
            "vim",
            "-u",
            "NONE",
            "-es",
            "-c",
            "set backup writebackup",
            "-c",
            "%s/60/30/",
            "-c",
            "wq",
            A);
    house().awaitList("hosta stopped noboot 30 ");
    house()
        .program(
            "vim",
            "-u",
            "NONE",
            "-es",
            "-c",
            "set backupcopy=no",
            "-c",
            "%s/30/20/",
            "-c",
            "wq",
            A);
    house().awaitList("hosta stopped noboot 20 ");
  }

  @Test
  void takesWhatIsTypedInVimInATerminal() throws Exception {
    assumeTrue(PolicyHouse.has("vim") && PolicyHouse.has("tmux"), "needs vim and tmux");
    String socket = folder.resolve("tmux").toString();
    house()
        .program(
            "tmux",
            "-S",
            socket,
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "vim -u NONE " + A);
    try {
      Await.until(
          "vim shows the file",
          () -> pane(socket).contains("every 60.seconds"),
          () -> pane(socket));
      house().program("tmux", "-S", socket, "send-keys", ":%s/60/45/", "Enter");
      house().program("tmux", "-S", socket, "send-keys", ":w", "Enter");
      house().awaitList("hosta stopped noboot 45 ");
      house().program("tmux", "-S", socket, "send-keys", "Go", "nonsense", "Escape", ":w", "Enter");
      house().awaitStatus("policies/a.groovy:5:");
      house().program("tmux", "-S", socket, "send-keys", "dd", ":w", "Enter");
      house().awaitNoTrouble();
    } finally {
      house().program("tmux", "-S", socket, "kill-server");
    }
  }

  private String pane(String socket) {
    try {
      return house().program("tmux", "-S", socket, "capture-pane", "-p");
    } catch (Exception e) {
      return "no pane: " + e;
    }
  }

  @Test
  void takesACheckoutOfAHundredFilesAsAWhole() throws Exception {
    assumeTrue(PolicyHouse.has("git"), "needs git");
    String[] git = {"git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", "policies"};
    git(git, "init", "-q", "-b", "small");
    git(git, "add", ".");
    git(git, "commit", "-q", "-m", "small");
    git(git, "checkout", "-q", "-b", "large");
    String[] expected = new String[101];
    expected[0] = "hosta stopped noboot 60 ";
    for (int i = 1; i <= 100; i++) {
      house().write("policies/host" + i + ".groovy", monitor("host" + i, i));
      expected[i] = "host" + i + " stopped noboot " + i + " ";
    }
    house().awaitList(expected);
    git(git, "add", ".");
    git(git, "commit", "-q", "-m", "large");
    git(git, "checkout", "-q", "small");
    house().awaitList("hosta stopped noboot 60 ");
    git(git, "checkout", "-q", "large");
    house().awaitList(expected);
    long versions = house().run("policy history").out().lines().count() - 1;
    assertTrue(versions <= 6, "a checkout came in pieces: " + house().run("policy history").out());
  }

  private void git(String[] git, String... arguments) throws Exception {
    String[] all = java.util.Arrays.copyOf(git, git.length + arguments.length);
    System.arraycopy(arguments, 0, all, git.length, arguments.length);
    house().program(all);
  }

  @Test
  void takesALinkThatIsSwitchedAndATimeThatIsSetBack() throws Exception {
    house().write("blue/b.groovy", monitor("hostb", 1));
    house().write("green/b.groovy", monitor("hostb", 2));
    Files.createSymbolicLink(house().file("policies/site"), house().file("blue"));
    house().awaitList("hosta stopped noboot 60 ", "hostb stopped noboot 1 ");
    house().program("ln", "-sfn", house().file("green").toString(), "policies/site");
    house().awaitList("hosta stopped noboot 60 ", "hostb stopped noboot 2 ");
    house()
        .program(
            "sh",
            "-c",
            "sed s/60/61/ " + A + " > x && cp x " + A + " && touch -d '2020-01-01' " + A);
    house().awaitList("hosta stopped noboot 61 ", "hostb stopped noboot 2 ");
  }

  @Test
  void waitsForAFileThatIsWrittenSlowly() throws Exception {
    StringBuilder text = new StringBuilder();
    Files.writeString(house().file("policies/slow.groovy"), "");
    for (int i = 0; i < 30; i++) {
      text.append(monitor("slow" + i, 9));
      String part = monitor("slow" + i, 9);
      Files.writeString(
          house().file("policies/slow.groovy"), part.substring(0, 20), StandardOpenOption.APPEND);
      LockSupport.parkNanos(50_000_000);
      Files.writeString(
          house().file("policies/slow.groovy"), part.substring(20), StandardOpenOption.APPEND);
      LockSupport.parkNanos(50_000_000);
    }
    Await.until(
        "all of it is in force", () -> house().list().lines().count() == 31, () -> house().all());
    house().awaitNoTrouble();
    String log = house().run("log -n 200").out();
    assertFalse(log.contains("slow.groovy: not in force"), log);
  }

  @Test
  void takesTwoEditsAtOnce() {
    CompletableFuture<Void> one =
        CompletableFuture.runAsync(() -> house().write(A, monitor("hosta", 31)));
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> house().write("policies/b.groovy", monitor("hostb", 32)));
    CompletableFuture.allOf(one, other).join();
    house().awaitList("hosta stopped noboot 31 ", "hostb stopped noboot 32 ");
  }

  @Test
  void movesAMonitorToAnotherFileWithoutStoppingIt() throws Exception {
    assertEquals(0, house().run("start hosta").exit());
    Files.move(
        house().file(A), house().file("policies/moved.groovy"), StandardCopyOption.ATOMIC_MOVE);
    Await.until(
        "it belongs to the other file",
        () -> house().run("list").out().contains("policies/moved.groovy:1"),
        () -> house().all());
    house().awaitList("hosta running noboot 60 ");
    assertFalse(house().run("log").out().contains("is gone from"), house().run("log").out());
  }

  @Test
  void refusesAFolderThatOthersCanWriteAndNamesTheCommandThatMendsIt() throws Exception {
    Path policies = house().file("policies");
    Files.setPosixFilePermissions(policies, PosixFilePermissions.fromString("rwxrwxrwx"));
    house().write(A, monitor("hosta", 5));
    house().awaitStatus("-w " + policies.toRealPath());
    house().awaitList("hosta stopped noboot 60 ");
    Files.setPosixFilePermissions(policies, PosixFilePermissions.fromString("rwxr-xr-x"));
    house().awaitList("hosta stopped noboot 5 ");
    house().awaitNoTrouble();
  }

  @Test
  void refusesASetThatNamesAMonitorOfTheCommandLineAndHealsWhenThatIsDeleted() {
    assertEquals(0, house().run("add hostb -i 9s").exit());
    house().write("policies/b.groovy", monitor("hostb", 1));
    house().awaitStatus("hostb exists already and was added by command");
    house().awaitList("hosta stopped noboot 60 ", "hostb stopped noboot 9 ");
    assertEquals(0, house().run("delete hostb").exit());
    house().awaitList("hosta stopped noboot 60 ", "hostb stopped noboot 1 ");
    house().awaitNoTrouble();
  }
}
