package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.HostName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When silence proves nothing, because nobody was asked. */
class DoubtTest {
  private static final HostName HOST = new HostName("hosta");

  @TempDir Path folder;

  @Test
  void aNameThatNeverResolvedIsDoubtedUntilItDoes() throws Exception {
    KeyRing ring = KeyRing.generate();
    List<List<java.net.InetAddress>> answer = new java.util.concurrent.CopyOnWriteArrayList<>();
    NameResolver resolver =
        name -> {
          if (answer.isEmpty()) {
            throw new java.net.UnknownHostException(name);
          }
          return answer.getFirst();
        };
    try (LinkRig rig = new LinkRig(Keys.fixed(ring), resolver, LinkRig.freePort())) {
      rig.setPaths("hosta", "hosta");
      rig.beat("hosta", "the name to be in trouble", () -> !rig.heard.items.isEmpty());
      assertEquals(
          "nothing can be sent to it, because its name does not resolve", rig.link.doubt(HOST));
      answer.add(LinkRig.addresses("127.0.0.1"));
      rig.beat("hosta", "the name to resolve", () -> rig.link.doubt(HOST).isEmpty());
    }
  }

  @Test
  void silenceUnderAnotherKeyThanTheOneThatWasAnsweredProvesNothing() throws Exception {
    KeyRing old = KeyRing.generate();
    Path memory = folder.resolve("answered-keys");
    int port = LinkRig.freePort();
    try (AnsweredKeys answered = AnsweredKeys.keptIn(memory);
        UdpHeartbeatLink link =
            new UdpHeartbeatLink(
                new BootClock(), Keys.fixed(old), port, NameResolver.SYSTEM, answered);
        LinkRig rig = new LinkRig(Keys.fixed(old), NameResolver.SYSTEM, port);
        Responder responder = rig.responder(Keys.fixed(old), 1, "127.0.0.1")) {
      assertTrue(responder.running());
      link.setPaths(HOST, List.of(LinkRig.path("hosta", "127.0.0.1")));
      Await.until(
          "an answer",
          () -> {
            link.beginTry(HOST);
            link.await(20_000_000);
            link.drain(rig.heard);
          },
          () -> !rig.heard.answers().isEmpty());
      assertEquals("", link.doubt(HOST));
    }
    // Another life of the daemon, with another key: nobody can answer it.
    try (AnsweredKeys answered = AnsweredKeys.keptIn(memory)) {
      KeyRing other = KeyRing.generate();
      assertTrue(
          answered.doubt(HOST, other).startsWith("our key is " + other.newest().shownId()),
          answered.doubt(HOST, other));
      assertEquals("", answered.doubt(HOST, old.rotated()), "a key that is replaced in turn");
      assertEquals("", answered.doubt(new HostName("hostb"), other), "it never answered");
    }
  }
}
