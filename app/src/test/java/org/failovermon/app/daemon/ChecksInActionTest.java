package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.failovermon.app.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks and jobs of a policy in a real daemon: their results, their ends, and what stays secret.
 */
class ChecksInActionTest {
  private final String secret = "secret-" + UUID.randomUUID();

  @TempDir Path folder;

  /** A page behind a login. */
  private HttpServer page() throws IOException {
    String login =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("probe:" + secret).getBytes(StandardCharsets.US_ASCII));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          boolean known = login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body =
              (known ? "all is well" : "who are you?").getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static void awaitCheck(PolicyHouse house, String name, String verdict, String says) {
    Await.until(
        name + " is " + verdict + " and says " + says,
        () ->
            house
                .run("check list")
                .out()
                .lines()
                .anyMatch(
                    line ->
                        line.startsWith(name + " ")
                            && line.contains(" " + verdict + " ")
                            && line.contains(says)),
        () -> house.run("check list").out() + house.all());
  }

  @Test
  void checksTellWhatTheySeeAndASecretIsNowhere() throws Exception {
    HttpServer server = page();
    try (PolicyHouse house = new PolicyHouse(folder)) {
      int port = server.getAddress().getPort();
      house.write("secrets/page-password", secret + "\n");
      Files.setPosixFilePermissions(
          house.file("secrets/page-password"), PosixFilePermissions.fromString("rw-------"));
      String policy =
          """
          check('page') {
              http url: 'http://127.0.0.1:PORT/', user: 'probe', password: secret('page-password'), body: 'well'
              every 200.ms
          }
          check('stranger') { http url: 'http://127.0.0.1:PORT/', status: 200; every 200.ms; failAfter 1 }
          check('code') {
              code {
                  def page = probe(tcp(address: '127.0.0.1', port: PORT))
                  if (page.ok) { warning "it took ${page.took.toMillis()} ms" } else { critical page.text }
              }
              every 200.ms
          }
          check('endless') { code { while (true) { } }; every 200.ms; timeout 300.ms; failAfter 2 }
          """
              .replace("PORT", Integer.toString(port));
      house.write("policies/checks.groovy", policy);
      house.daemon.start();
      awaitCheck(house, "page", "ok", "200");
      awaitCheck(house, "stranger", "failed", "401");
      awaitCheck(house, "code", "ok", "it took ");
      awaitCheck(house, "endless", "failed", "300 ms");
      // Others go on beside a loop without an end, and the loop was ended: its threads do not add
      // up.
      long threads = threads(house);
      String before = lastOf(house, "page");
      Await.until("page is asked again", () -> !lastOf(house, "page").equals(before), house::all);
      Await.until("no more threads", () -> threads(house) <= threads + 2, house::all);

      house.write("policies/checks.groovy", policy + "monitor('hosta') { evry 1.second }\n");
      house.awaitStatus("there is no word 'evry'");
      house.write("policies/checks.groovy", policy.replace("every 200.ms", "every 300.ms"));
      house.awaitNoTrouble();
      StringBuilder told = new StringBuilder(house.daemon.output());
      for (String command :
          List.of(
              "status",
              "status --json",
              "log -n 500",
              "log --json -n 500",
              "check list",
              "check list --json",
              "policy diff",
              "policy diff --json",
              "policy history",
              "policy history --json",
              "policy show 1",
              "policy show 1 --json",
              "policy check",
              "daemon status --json")) {
        told.append(house.run(command).all());
      }
      assertTrue(told.toString().contains("page-password"), "the policy itself is shown");
      assertFalse(told.toString().contains(secret), "a secret was told");
      assertEquals(List.of("secrets/page-password"), filesWith(secret));
    } finally {
      server.stop(0);
    }
  }

  /** A page that says who asks, as its visitors said it. */
  private static HttpServer mirror(List<String> heard) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          heard.add(header);
          byte[] body = ("you are " + header).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void writeSecret(PolicyHouse house, String value) throws IOException {
    house.write("secrets/token.new", value + "\n");
    Files.setPosixFilePermissions(
        house.file("secrets/token.new"), PosixFilePermissions.fromString("rw-------"));
    Files.move(
        house.file("secrets/token.new"),
        house.file("secrets/token"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aTokenInAHeaderIsSentAndRotatedAndTold() throws Exception {
    List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    HttpServer server = mirror(heard);
    String rotated = "rotated-" + UUID.randomUUID();
    try (PolicyHouse house = new PolicyHouse(folder)) {
      writeSecret(house, "Bearer " + secret);
      house.write(
          "policies/checks.groovy",
          """
          check('page') {
              http url: 'http://127.0.0.1:PORT/', headers: [Authorization: secret('token')], body: 'welcome'
              every 200.ms
              failAfter 1
          }
          """
              .replace("PORT", Integer.toString(server.getAddress().getPort())));
      house.daemon.start();
      awaitCheck(house, "page", "failed", "you are ***");
      assertTrue(heard.contains("Bearer " + secret), "the header was sent");
      String before = house.run("policy history --json").out();

      writeSecret(house, "Bearer " + rotated);
      Await.until(
          "the new token is sent", () -> heard.getLast().equals("Bearer " + rotated), house::all);
      Await.until(
          "the journal says so",
          () -> house.run("log -n 50").out().contains("secret token changed"),
          house::all);
      assertEquals(before, house.run("policy history --json").out(), "no version was made of it");
      awaitCheck(house, "page", "failed", "you are ***");

      StringBuilder told = new StringBuilder(house.daemon.output());
      for (String command :
          List.of("status", "status --json", "log --json -n 500", "check list --json")) {
        told.append(house.run(command).all());
      }
      assertFalse(told.toString().contains(secret), "the old token was told");
      assertFalse(told.toString().contains(rotated), "the new token was told");
      assertEquals(List.of(), filesWith(secret));
      assertEquals(List.of("secrets/token"), filesWith(rotated));
    } finally {
      server.stop(0);
    }
  }

  private static String lastOf(PolicyHouse house, String name) {
    String list = house.run("check list --json").out();
    int at = list.indexOf("\"check\" : \"" + name + "\"");
    int end = list.indexOf("\"check\" : ", at + 1);
    return list.substring(at, end < 0 ? list.length() : end);
  }

  private static long threads(PolicyHouse house) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + house.daemon.pid() + "/task"))) {
      return tasks.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The files of the home that have this text in them, as they lie on disk. */
  private List<String> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                      .contains(text);
                } catch (IOException e) {
                  return false; // gone meanwhile: a database drops its journal
                }
              })
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void theDeadlineOfAJobEndsALoopAndAProgramWithItsChildren() throws Exception {
    Path child = folder.resolve("child");
    try (PolicyHouse house = new PolicyHouse(folder.resolve("home"))) {
      house.write(
          "policies/jobs.groovy",
          """
          job('loop') { cron '* * * * * ?'; deadline 1.second; action { while (true) { } } }
          job('program') {
              cron '* * * * * ?'
              deadline 1.second
              action { exec '/bin/sh', '-c', 'sleep 300 & echo $! > CHILD; wait' }
          }
          """
              .replace("CHILD", child.toString()));
      house.daemon.start();
      for (String job : List.of("loop", "program")) {
        Await.until(
            job + " timed out",
            () ->
                house
                    .run("runs")
                    .out()
                    .lines()
                    .anyMatch(
                        line -> line.contains(" " + job + " ") && line.contains(" timed out ")),
            () -> house.run("runs").out() + house.all());
      }
      house.write("policies/jobs.groovy", "// no jobs any more\n");
      Await.until("nothing runs", () -> !house.run("runs").out().contains(" running "), house::all);
      long pid = Long.parseLong(Files.readString(child).strip());
      Await.until(
          "the child of the program is gone",
          () -> ProcessHandle.of(pid).map(left -> !left.isAlive()).orElse(true),
          house::all);
    }
  }
}
