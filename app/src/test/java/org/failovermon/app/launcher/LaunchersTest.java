package org.failovermon.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.failovermon.app.Await;
import org.failovermon.app.rights.Accounts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The launchers from a fresh clone, and what can be seen only of real processes: what a kill leaves
 * behind, signals, closed pipes, other users, shells. Built once, by the first use of two at the
 * same time.
 */
@Timeout(900)
class LaunchersTest {
  private static @Nullable SourceTree built;
  private static final List<SourceTree.Said> firstUses = new ArrayList<>();

  @BeforeAll
  static void useItForTheFirstTimeTwiceAtOnce() throws IOException {
    for (String program : List.of("bash", "mvn", "flock")) {
      assumeTrue(
          installed(program), "needs " + program + ": apt-get install bash maven util-linux");
    }
    SourceTree tree = SourceTree.copy();
    built = tree;
    var one = tree.start(Map.of(), tree.bin("failovermon"), "--version");
    var other = tree.start(Map.of(), tree.bin("failovermon"), "--version");
    firstUses.add(one.said());
    firstUses.add(other.said());
  }

  @AfterAll
  static void remove() throws IOException {
    SourceTree tree = built;
    if (tree != null) {
      tree.close();
    }
  }

  private static SourceTree tree() {
    SourceTree tree = built;
    assertNotNull(tree);
    return tree;
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** A home whose daemon has a port of its own on loopback. */
  private static Path home(String name, String settings) throws IOException {
    Path home = tree().directory(name);
    int port;
    try (DatagramSocket any = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      port = any.getLocalPort();
    }
    Files.writeString(
        home.resolve("failovermon.toml"),
        settings + "port = " + port + "\nlisten = [\"127.0.0.1\"]\n");
    return home;
  }

  private static SourceTree.Said failovermon(Path home, String words) throws IOException {
    return tree().run(command(home, words));
  }

  private static String[] command(Path home, String words) {
    List<String> line =
        new ArrayList<>(List.of(tree().bin("failovermon"), "--home", home.toString()));
    line.addAll(List.of(words.split(" ", -1)));
    return line.toArray(String[]::new);
  }

  private static SourceTree.Running daemon(Path home, Map<String, String> environment)
      throws IOException {
    var daemon = tree().start(environment, tree().bin("failoverd"), "--home", home.toString());
    Await.until(
        "the control socket",
        () -> !daemon.process().isAlive() || Files.exists(home.resolve("failovermon.sock")),
        daemon::printed);
    assertTrue(daemon.process().isAlive(), () -> daemon.said().toString());
    return daemon;
  }

  private static void awaitPrinted(SourceTree.Running running, String text) {
    Await.until(text, () -> running.printed().contains(text), running::printed);
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void twoFirstUsesAtTheSameTimeBuildOnceAndBothWork() throws IOException {
    for (SourceTree.Said use : firstUses) {
      assertEquals(0, use.exit(), firstUses::toString);
      assertTrue(use.out().startsWith("failovermon "), firstUses::toString);
      assertEquals(1, use.out().lines().count(), "progress goes to standard error: " + use);
    }
    String both = firstUses.get(0).err() + firstUses.get(1).err();
    assertEquals(2, both.split("failovermon: building \\(", -1).length, both);
    assertEquals(2, both.split("another build is under way; waiting for it", -1).length, both);
    assertEquals(2, both.split("failovermon: built in", -1).length, both);
    List<String> runtimes =
        namesIn(tree().root().resolve("target")).stream()
            .filter(name -> name.startsWith("runtime-"))
            .toList();
    assertEquals(1, runtimes.size(), runtimes.toString());
  }

  @Test
  void aKillLeavesNothingInTheTemporaryFolder() throws IOException {
    Path temporary = tree().directory("tmp");
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Path home = home("killed", "");
    var daemon = daemon(home, environment);
    assertEquals(0, failovermon(home, "add 127.0.0.1 --interval 1s --start").exit());
    String maps = Files.readString(Path.of("/proc", "" + daemon.process().pid(), "maps"));
    assertTrue(maps.contains("/native/libsqlitejdbc.so"), "SQLite from beside the jars: " + maps);
    daemon.process().destroyForcibly();
    daemon.said();

    var follower = tree().start(environment, command(home, "log --follow"));
    awaitPrinted(follower, "failoverd starts for the first time");
    follower.process().destroyForcibly();
    follower.said();
    var list = tree().start(environment, command(home, "-o list -q")).said();
    assertEquals(0, list.exit(), list::toString);
    assertEquals(List.of(), namesIn(temporary));
  }

  @Test
  void logFollowShowsNewLinesAndEndsOnSigint() throws IOException {
    Path home = home("follow", "");
    assertEquals(0, failovermon(home, "add hostA --interval 1s").exit());
    String[] words = command(home, "log --follow");
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
    line.addAll(List.of(words));
    var follower = tree().start(Map.of(), line.toArray(String[]::new));
    awaitPrinted(follower, "hostA");
    assertEquals(0, failovermon(home, "add hostB --interval 1s").exit());
    awaitPrinted(follower, "hostB");
    assertEquals(0, tree().run("kill", "-INT", "" + follower.process().pid()).exit());
    SourceTree.Said said = follower.said();
    assertEquals(128 + 2, said.exit(), said::toString);
    assertEquals("", said.err());
    assertEquals(2, said.out().lines().count(), "each line once: " + said);
  }

  @Test
  void logFollowEndsWhenNobodyReadsItAnyMore() throws IOException {
    Path home = home("pipe", "");
    assertEquals(0, failovermon(home, "add hostA --interval 1s").exit());
    String follow = String.join(" ", command(home, "log --follow"));
    var pipe = tree().start(Map.of(), "bash", "-c", follow + " | head -n 1; echo ${PIPESTATUS[0]}");
    awaitPrinted(pipe, "hostA");
    assertEquals(0, failovermon(home, "add hostB --interval 1s").exit());
    SourceTree.Said said = pipe.said();
    assertTrue(said.out().endsWith("\n0\n"), said::toString);
    assertEquals("", said.err());
  }

  @Test
  void theGroupOfTheConfigurationMayChangeThingsAndOthersMayOnlyLook() throws IOException {
    assumeTrue(Accounts.ownUid() == 0, "needs root, to become another user");
    assumeTrue(installed("setpriv"), "needs setpriv: apt-get install util-linux");
    String group = tree().run("id", "-gn", "nobody").out().strip();
    assumeTrue(!group.isEmpty(), "needs a user nobody");
    Path ours = home("group", "group = \"" + group + "\"\n");
    Path others = home("nogroup", "group = \"failovermon-nobody-has-this\"\n");
    daemon(ours, Map.of());
    daemon(others, Map.of());

    SourceTree.Said added = asNobody(ours, "add hostA --interval 1s");
    assertEquals(0, added.exit(), added::toString);
    assertTrue(failovermon(ours, "log").out().contains(", by nobody (uid "));
    SourceTree.Said refused = asNobody(others, "add hostA --interval 1s");
    assertEquals(2, refused.exit(), refused::toString);
    assertTrue(
        refused.err().contains("refused for lack of rights: nobody (uid "), refused::toString);
    assertTrue(refused.err().contains("failovermon-nobody-has-this"), refused::toString);
    SourceTree.Said looked = asNobody(others, "status");
    assertEquals(0, looked.exit(), looked::toString);
    for (Path home : List.of(ours, others)) {
      assertEquals(0, failovermon(home, "daemon stop").exit());
      SourceTree.Said alone = asNobody(home, "-o list");
      assertEquals(0, alone.exit(), "without a daemon: " + alone);
    }
  }

  private static SourceTree.Said asNobody(Path home, String words) throws IOException {
    List<String> line =
        new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"));
    line.addAll(List.of(command(home, words)));
    return tree().run(line.toArray(String[]::new));
  }

  @Test
  void bashCompletesCommandsAndOptionsAtItsPrompt() throws IOException {
    assumeTrue(installed("script"), "needs script: apt-get install bsdutils");
    Path folder = tree().directory("bash");
    Path start = folder.resolve("start");
    Files.writeString(
        start,
        "source <(%s completion bash)\nfailovermon() { echo \"<$*>\"; }\n"
            .formatted(tree().bin("failovermon")));
    Path typed = folder.resolve("typed");
    Files.writeString(
        typed, "failovermon stat\t\nfailovermon path ch\t\nfailovermon add --inter\t\nexit\n");
    String shell = "bash --noprofile --rcfile " + start + " -i";
    String program = "timeout 60 script -qec '" + shell + "' /dev/null < " + typed;
    SourceTree.Said said = tree().start(Map.of("TERM", "dumb"), "bash", "-c", program).said();
    assertEquals(0, said.exit(), said::toString);
    List<String> called =
        said.out().lines().map(String::strip).filter(line -> line.startsWith("<")).toList();
    assertEquals(List.of("<status>", "<path check>", "<add --interval>"), called, said::toString);
  }

  @Test
  void zshCompletesCommandsAtItsPrompt() throws IOException {
    assumeTrue(installed("zsh"), "needs zsh: apt-get install zsh");
    Path script = tree().directory("zsh").resolve("completion");
    Files.writeString(script, tree().run(tree().bin("failovermon"), "completion", "zsh").out());
    String program =
        """
        zmodload zsh/zpty
        zpty prompt zsh -f -i
        zpty -w prompt 'autoload -U compinit && compinit -u -D; source %s; failovermon() { print -r "<$*>" }'
        zpty -n -w prompt $'failovermon stat\t\n'
        zpty -r prompt line '*<status*>*' && print -r -- "$line"
        zpty -d prompt
        """
            .formatted(script);
    SourceTree.Said said = tree().run("timeout", "60", "zsh", "-f", "-c", program);
    assertEquals(0, said.exit(), said::toString);
    assertTrue(said.out().contains("<status>"), said::toString);
  }
}
