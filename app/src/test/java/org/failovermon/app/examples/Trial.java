package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.daemon.DaemonProcess;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.app.home.Install;
import org.failovermon.app.local.SystemOffices;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One example, tried as its README says: with the real command line, real daemons and its own
 * {@code setup.sh}, in a folder of the test that stands for {@code /tmp}, on loopback and on a port
 * of its own. Names that the examples use are addresses of loopback; no name server is asked.
 */
final class Trial implements AutoCloseable {
  /** Where the second machine of each example lives. */
  static final String PEER = "127.0.0.2";

  /** The second path to it. */
  static final String PEER_CABLE = "127.0.0.3";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh)?\n(.*?)^```$");
  private static final long BOUND_SECONDS = 120;

  final Path home;
  final Path peer;
  final int port;

  private final Path folder;
  private final Path example;
  private final Path output;

  /** Nothing of the example is copied yet; its home has a configuration that keeps to loopback. */
  Trial(Path folder, String name) throws IOException {
    this.folder = folder;
    this.example = Install.root().resolve("examples").resolve(name);
    home = folder.resolve("try");
    peer = folder.resolve("peer");
    output = folder.resolve("output");
    port = DaemonProcess.freePort("127.0.0.1", PEER, PEER_CABLE);
    Path install = Files.createDirectories(folder.resolve("install"));
    Files.createDirectory(install.resolve("bin"));
    copy(Install.scripts(), install.resolve("scripts"));
    Path hosts = folder.resolve("hosts");
    Files.writeString(
        hosts,
        "127.0.0.1 localhost router1\n"
            + PEER
            + " hostA hosta db1 mail1 web1\n"
            + PEER
            + " peer\n");
    launcher(install, "failovermon", org.failovermon.app.cli.Main.class, hosts);
    launcher(install, "failoverd", org.failovermon.app.daemon.Main.class, hosts);
    configure(home, "127.0.0.1", "");
  }

  private static void launcher(Path install, String name, Class<?> main, Path hosts)
      throws IOException {
    Path file = install.resolve("bin").resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
          -Xshare:auto '-Djdk.net.hosts.file=%s' '-Dfailovermon.root=%s' -cp '%s' %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                hosts,
                install,
                System.getProperty("java.class.path"),
                main.getName()));
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  /** Writes the configuration of a home: this trial's port, these addresses, and what follows. */
  void configure(Path where, String listen, String rest) throws IOException {
    Files.createDirectories(where);
    Files.writeString(
        where.resolve("failovermon.toml"),
        "listen = [\"" + listen + "\"]\nport = " + port + "\n" + rest);
  }

  /** The first block of commands in the README behind these words. */
  String block(String behind) throws IOException {
    String readme = Files.readString(example.resolve("README.md"));
    int from = readme.indexOf(behind);
    Matcher block = BLOCK.matcher(readme);
    if (from < 0 || !block.find(from)) {
      throw new AssertionError(example + "/README.md has no block behind '" + behind + "'");
    }
    return block.group(1);
  }

  /**
   * Runs commands in the folder of the example, as an operator types them; {@code /tmp} is the
   * folder of the test, and each {@code listen} gets this trial's port.
   *
   * @return what they printed
   */
  String type(String commands) throws IOException {
    String here =
        commands
            .replace("/tmp/", folder + "/")
            .replace("listen = [", "port = " + port + "\nlisten = [");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", here)
            .directory(example.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", folder.resolve("install/bin") + ":" + environment.get("PATH"));
    environment.put("FAILOVERMON_HOME", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + here + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), () -> here + "\nsaid:\n" + said);
    return said;
  }

  /** Changes a file as {@code sed -i} and editors do; it must change. */
  void edit(String file, UnaryOperator<String> change) throws IOException {
    Path edited = home.resolve(file);
    String before = Files.readString(edited);
    String after = change.apply(before);
    if (after.equals(before)) {
      throw new AssertionError(file + " has nothing to adapt any more:\n" + before);
    }
    Path aside = folder.resolve("aside");
    Files.writeString(aside, after);
    Files.move(aside, edited, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Replaces words of a file, each of which must be there. */
  void adapt(String file, String... wordsAndWhatReplacesThem) throws IOException {
    for (int i = 0; i < wordsAndWhatReplacesThem.length; i += 2) {
      String word = wordsAndWhatReplacesThem[i];
      String by = wordsAndWhatReplacesThem[i + 1];
      String text = Files.readString(home.resolve(file));
      if (!text.contains(word)) {
        throw new AssertionError(file + " does not say '" + word + "' any more:\n" + text);
      }
      edit(file, before -> before.replace(word, by));
    }
  }

  /** Moves every address of the example's networks to loopback, where nobody answers. */
  void keepToLoopback() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(home)) {
      files = all.filter(each -> each.toString().matches(".*\\.(groovy|toml)")).toList();
    }
    for (Path file : files) {
      String text = Files.readString(file);
      String moved = text.replaceAll("(?<=['\"])10\\.0\\.", "127.77.");
      moved = moved.replaceAll("(?<=['\"])192\\.168\\.", "127.78.");
      Files.writeString(file, moved);
    }
  }

  /**
   * A program that writes its name and its arguments into {@link #recorded} and ends as it is told.
   */
  String recorder(String name, int exit) throws IOException {
    Path program = Files.createDirectories(folder.resolve("recorders")).resolve(name);
    Path aside = folder.resolve("aside");
    Files.writeString(
        aside,
        "#!/bin/sh\necho \"" + name + " $*\" >> '" + folder + "/recorded'\nexit " + exit + "\n");
    executable(aside);
    Files.move(aside, program, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return program.toString();
  }

  /** Puts recorders in place of the programs that a script names in quotes. */
  void record(String script, String... programs) throws IOException {
    for (String program : programs) {
      adapt(script, "'" + program + "'", "'" + recorder(program, 0) + "'");
    }
  }

  /** From the next start on people are told by a recorder of this name. */
  void tellsBy(String name) throws IOException {
    configure(home, "127.0.0.1", "[notify]\ncommand = \"" + recorder(name, 0) + "\"\n");
  }

  /** The example's own configuration, on this trial's port, and people told by a recorder. */
  void keepsTheConfigurationOfTheExample() throws IOException {
    String text = Files.readString(example.resolve("failovermon.toml"));
    configure(home, "127.0.0.1", text);
  }

  /** What recorders were called with by takeovers: without what told people. */
  List<String> took() throws IOException {
    return recorded().stream().filter(line -> !line.startsWith("tell ")).toList();
  }

  /** What recorders were called with, in order. */
  List<String> recorded() throws IOException {
    Path file = folder.resolve("recorded");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Starts the daemon of a home and waits until it answers. */
  ProcessHandle start(Path where) throws IOException {
    Process process =
        new ProcessBuilder(
                folder.resolve("install/bin/failoverd").toString(), "--home", where.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(where.resolve("output").toFile()))
            .start();
    Await.until(
        "failoverd of " + where + " answers",
        () -> !process.isAlive() || command(where, "daemon status").exit() == 0,
        () -> read(where.resolve("output")));
    if (!process.isAlive()) {
      throw new AssertionError("failoverd ended: " + read(where.resolve("output")));
    }
    return process.toHandle();
  }

  /** Builds the second machine, with the same key, and starts its daemon. */
  void startPeer() throws IOException {
    if (!Files.exists(peer)) {
      configure(peer, PEER + "\", \"" + PEER_CABLE, "");
      if (!Files.exists(home.resolve("key"))) {
        type("failovermon key generate");
      }
      Files.copy(
          home.resolve("key"),
          peer.resolve("key"),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    start(peer);
  }

  /** The second machine dies. */
  void killPeer() {
    HomeLock.Holder holder = HomeLock.holder(Home.at(peer)).orElseThrow();
    ProcessHandle.of(holder.pid()).orElseThrow().destroyForcibly();
    Await.until(
        "the peer is gone",
        () -> command(peer, "daemon status").exit() != 0,
        () -> command(peer, "daemon status").all());
  }

  /** A command line of words separated by spaces, in this process. */
  CommandLineFixture.Result run(String words) {
    return command(home, words);
  }

  private static CommandLineFixture.Result command(Path where, String words) {
    return new CommandLineFixture(
            new SystemOffices(), Map.of("FAILOVERMON_HOME", where.toString()), false)
        .run(words);
  }

  /** What a command that must succeed printed. */
  String say(String words) {
    CommandLineFixture.Result result = run(words);
    assertEquals(0, result.exit(), () -> words + ": " + result.all());
    return result.out();
  }

  /** The document of a command. */
  JsonNode document(String words) {
    return JSON.readTree(say(words + " --json"));
  }

  /** Values of one field in a list of a document, in order. */
  static List<String> values(JsonNode list, String field) {
    List<String> values = new ArrayList<>();
    list.forEach(each -> values.add(each.path(field).asString("")));
    return values;
  }

  /** Waits until the verdict about a host is this one. */
  void awaitVerdict(String host, String verdict) {
    Await.until(
        host + " is " + verdict,
        () -> {
          for (JsonNode each : document("status").path("monitors")) {
            if (each.path("host").asString("").equals(host)) {
              return each.path("verdict").asString("").equals(verdict);
            }
          }
          return false;
        },
        this::all);
  }

  /** Waits until the verdict about a check is this one. */
  void awaitCheck(String check, String verdict) {
    Await.until(
        check + " is " + verdict,
        () -> {
          for (JsonNode each : document("check list").path("checks")) {
            if (each.path("check").asString("").equals(check)) {
              return each.path("verdict").asString("").equals(verdict);
            }
          }
          return false;
        },
        () -> run("check list").all() + all());
  }

  /** Waits until the log has all of these texts. */
  void awaitLog(String... texts) {
    for (String text : texts) {
      Await.until("the log says '" + text + "'", () -> log().contains(text), this::all);
    }
  }

  /** All of the log. */
  String log() {
    return say("log -n 1000");
  }

  /** Waits for a run of this kind that has ended so, and returns the number of the newest. */
  long awaitRun(String kind, String status) {
    awaitRuns(kind, status, 1);
    for (JsonNode run : document("runs").path("runs")) {
      if (is(run, kind, status)) {
        return run.path("run").asLong(0);
      }
    }
    throw new AssertionError("gone again: " + all());
  }

  /** Waits until so many runs of this kind have ended so. */
  void awaitRuns(String kind, String status, int wanted) {
    Await.until(
        wanted + " × " + kind + " that is " + status,
        () -> runs(kind, status) >= wanted,
        this::all);
  }

  /** What is known of a run, with what it printed. */
  String said(long run) {
    return say("show " + run);
  }

  /** How many runs of a kind have this status. */
  long runs(String kind, String status) {
    long found = 0;
    for (JsonNode run : document("runs").path("runs")) {
      found += is(run, kind, status) ? 1 : 0;
    }
    return found;
  }

  private static boolean is(JsonNode run, String kind, String status) {
    return run.path("kind").asString("").equals(kind)
        && run.path("status").asString("").equals(status);
  }

  /** All that there is to see, for failures. */
  String all() {
    return run("status").all() + run("log -n 50").all() + run("runs").all();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the daemons of both homes. */
  @Override
  public void close() {
    for (Path each : List.of(home, peer)) {
      HomeLock.holder(Home.at(each))
          .flatMap(holder -> ProcessHandle.of(holder.pid()))
          .filter(ours -> ours.info().commandLine().orElse("").contains(folder.toString()))
          .ifPresent(
              daemon -> {
                daemon.destroyForcibly();
                daemon.onExit().join();
              });
    }
  }
}
