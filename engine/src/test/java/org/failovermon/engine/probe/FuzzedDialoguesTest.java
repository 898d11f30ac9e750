package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that answer with lines put together at random; a failure names the seed. */
class FuzzedDialoguesTest {
  private static final int ROUNDS = 1_000;
  private static final List<String> PIECES =
      List.of(
          "220 ",
          "250-",
          "250 ",
          "235",
          "334 ",
          "221",
          "554 ",
          "+OK",
          "-ERR",
          "+ ",
          "* OK ",
          "* ",
          "A1 OK",
          "A2 OK",
          "A3 NO",
          "A4 OK",
          "AUTH PLAIN LOGIN",
          "STARTTLS",
          "CAPABILITY",
          "\r\n",
          "\n",
          "\r",
          "\0",
          "\u00e4",
          "\uD83D\uDE00",
          "SSH-2.0-",
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 301 x\r\nLocation: /\r\n\r\n",
          "Content-Length: 3\r\n",
          "Transfer-Encoding: chunked\r\n",
          "\r\n\r\n",
          "3\r\nabc\r\n",
          "0\r\n\r\n",
          "ffffffff\r\n",
          ":",
          "hush-hush",
          "x".repeat(100),
          "999999999999999999999");

  private final Probing probing = new Probing();

  @AfterEach
  void close() {
    probing.close();
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static Probe probe(Random random, int port) {
    Login login = new Login("jo", new Secret("mail", "hush-hush"));
    Security security = random.nextBoolean() ? Security.PLAIN : Security.STARTTLS;
    Certificate any = new Certificate(false, null, null, 0);
    String local = "127.0.0.1";
    return switch (random.nextInt(6)) {
      case 0 -> new Probe.Smtp(local, port, security, any, login, "a@b.c", "d@e.f");
      case 1 -> new Probe.Pop3(local, port, security, any, login);
      case 2 -> new Probe.Imap(local, port, security, any, login, "B\u00fcro");
      case 3 -> new Probe.Ssh(local, port, null);
      case 4 -> new Probe.Tls(local, port, any);
      default ->
          new Probe.Http(
              "http://127.0.0.1:" + port + "/", "GET", Map.of(), login, 200, 299, "abc", 2, any);
    };
  }

  @Test
  void whateverAServerSaysTheCheckEndsWithALineForPeople() throws IOException {
    long seed = Long.getLong("failovermon.seed", System.nanoTime());
    AtomicLong connection = new AtomicLong();
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              Random random = new Random(seed + connection.incrementAndGet());
              for (int i = random.nextInt(8); i > 0; i--) {
                peer.raw(noise(random));
                if (random.nextBoolean()) {
                  peer.line();
                }
              }
              if (random.nextInt(4) == 0) {
                peer.reset();
              }
            })) {
      Random random = new Random(seed);
      Map<Long, Probe> tickets = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        Probe probe = probe(random, server.port());
        tickets.put(probing.start("c" + round, probe, Duration.ofMillis(400)), probe);
        if (round % 100 == 99) {
          tickets.forEach((ticket, asked) -> sane(asked, probing.await(ticket), seed));
          tickets.clear();
        }
      }
      Await.until("all is free", () -> probing.probes().busy() == 0);
    }
  }

  /** An SSH or TLS check is given no secret: it cannot know that a server says one. */
  private static boolean hasSecret(Probe probe) {
    return !(probe instanceof Probe.Ssh || probe instanceof Probe.Tls);
  }

  private static void sane(Probe asked, CheckResult result, long seed) {
    String shown = "-Dfailovermon.seed=" + seed + ": " + result;
    assertFalse(result.text().contains("fault of failovermon"), shown);
    assertFalse(hasSecret(asked) && result.text().contains("hush"), shown);
    assertTrue(result.text().chars().noneMatch(Character::isISOControl), shown);
    assertTrue(result.text().length() > 10, shown);
    assertTrue(result.took().compareTo(Duration.ofSeconds(10)) < 0, shown);
  }
}
