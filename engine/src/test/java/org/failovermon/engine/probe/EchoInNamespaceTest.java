package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Echo requests with the rights and the routes of a network namespace that the test makes. */
class EchoInNamespaceTest {
  private static final String SILENT = "10.99.1.2";
  private static final String UNREACHABLE = "10.99.2.1";
  private static final String PROHIBITED = "10.99.3.1";
  private final String namespace = "fmecho-" + ProcessHandle.current().pid();
  private boolean made;

  private record Ended(int code, String output) {}

  private static Ended attempt(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new java.io.File("/dev/null"))
            .redirectErrorStream(true)
            .start();
    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs: " + String.join(" ", command));
    return new Ended(process.exitValue(), said.strip());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Ended ended = attempt(command);
    assertEquals(0, ended.code(), String.join(" ", command) + ": " + ended.output());
    return ended.output();
  }

  @BeforeEach
  void makeNamespace() throws IOException, InterruptedException {
    RealServer.needsRoot("it makes a network namespace");
    RealServer.program("ip", "iproute2");
    RealServer.program("setpriv", "util-linux");
    Ended ended = attempt("ip", "netns", "add", namespace);
    assumeTrue(ended.code() == 0, "this machine makes no network namespace: " + ended.output());
    made = true;
    ip("link set lo up");
    ip("link add fm0 type veth peer name fm1");
    ip("addr add 10.99.1.1/24 dev fm0");
    ip("link set fm0 up");
    ip("link set fm1 up");
    // Its neighbour is known and never answers, since the other end has no address.
    ip("neigh add " + SILENT + " lladdr 02:00:00:00:00:02 dev fm0");
    ip("route add unreachable 10.99.2.0/24");
    ip("route add prohibit 10.99.3.0/24");
  }

  private void ip(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    run(command.toArray(String[]::new));
  }

  @AfterEach
  void deleteNamespace() throws IOException, InterruptedException {
    if (made) {
      run("ip", "netns", "delete", namespace);
    }
  }

  /** Runs {@link EchoOnce} in the namespace, with all rights of root or without any. */
  private List<String> echoes(boolean withoutRights, String... addresses)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    if (withoutRights) {
      // Root whose programs get only the capabilities that their files have, as others do.
      command.addAll(List.of("setpriv", "--securebits=+noroot,+noroot_locked", "--inh-caps=-all"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            EchoOnce.class.getName()));
    command.addAll(List.of(addresses));
    Ended ended = attempt(command.toArray(String[]::new));
    return ended.output().lines().filter(line -> line.matches("[A-Z]+ icmp .*")).toList();
  }

  private static void expect(List<String> patterns, List<String> lines) {
    assertEquals(patterns.size(), lines.size(), lines::toString);
    for (int i = 0; i < patterns.size(); i++) {
      assertTrue(lines.get(i).matches(patterns.get(i)), lines.get(i));
    }
  }

  @Test
  void rootHasARawSocket() throws IOException, InterruptedException {
    expect(
        List.of(
            "OK icmp 127.0.0.1: 2 of 2 echoes came back, in .* on average.*",
            "OK icmp ::1: 2 of 2 echoes came back, in .* on average.*",
            "CRITICAL icmp 10.99.1.2: no answer within 5 s, to none of 2 echo requests",
            "CRITICAL icmp 10.99.2.1: no route to host",
            "CRITICAL icmp 10.99.3.1: .*"),
        echoes(false, "127.0.0.1", "::1", SILENT, UNREACHABLE, PROHIBITED));
  }

  @Test
  void aGroupThatMayPingNeedsNoRoot() throws IOException, InterruptedException {
    run(
        "ip",
        "netns",
        "exec",
        namespace,
        "sh",
        "-c",
        "echo 0 2147483647 >/proc/sys/net/ipv4/ping_group_range");
    expect(
        List.of(
            "OK icmp 127.0.0.1: 2 of 2 echoes came back, in .* on average.*",
            "OK icmp ::1: 2 of 2 echoes came back, in .* on average.*"),
        echoes(true, "127.0.0.1", "::1"));
  }

  @Test
  void withoutTheRightAProgramDoesIt() throws IOException, InterruptedException {
    RealServer.program("fping", "fping");
    run(
        "ip",
        "netns",
        "exec",
        namespace,
        "sh",
        "-c",
        "echo 1 0 >/proc/sys/net/ipv4/ping_group_range");
    expect(
        List.of(
            "OK icmp 127.0.0.1: 2 of 2 echoes came back, in .* on average.*",
            "CRITICAL icmp 10.99.1.2: no answer within 5 s, to none of 2 echo requests"),
        echoes(true, "127.0.0.1", SILENT));
  }
}
