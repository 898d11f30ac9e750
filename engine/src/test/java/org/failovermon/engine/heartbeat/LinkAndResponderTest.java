package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link against real responders, over the loopback addresses of this machine. */
class LinkAndResponderTest {
  private final Keys keys = Keys.fixed(KeyRing.generate());
  private LinkRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new LinkRig(keys, NameResolver.SYSTEM, LinkRig.freePort());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void hearsTheAnswerOverIpv4() throws Exception {
    hearsTheAnswerAt("127.0.0.1");
  }

  @Test
  void hearsTheAnswerOverIpv6() throws Exception {
    assumeTrue(LinkRig.hasLocal("::1"), "this machine has no IPv6 loopback address ::1");
    hearsTheAnswerAt("::1");
  }

  private void hearsTheAnswerAt(String address) throws Exception {
    try (Responder responder = rig.responder(keys, 42, address)) {
      rig.setPaths("a", address);
      rig.beginTry("a");
      rig.drive("an answer", () -> !rig.heard.answers().isEmpty());

      Heard.Answered answer = rig.heard.answers().getFirst();
      assertEquals(new HostName("a"), answer.host());
      assertEquals(42, answer.incarnation());
      assertEquals(Health.GOOD, answer.health());
      assertTrue(answer.nanos() > 0 && answer.nanos() < 20_000_000_000L);
      assertEquals(1, responder.answered());
      assertEquals(Set.of(InetAddress.ofLiteral(address)), rig.link.localAddresses());
    }
  }

  @Test
  void reportsEachPathOnceForATry() throws Exception {
    try (Responder responder = rig.responder(keys, 1, "127.0.0.1", "127.0.0.2")) {
      rig.setPaths("a", "127.0.0.1", "127.0.0.2");
      rig.beginTry("a");
      rig.link.transmitAgain(new HostName("a"));
      rig.link.transmitAgain(new HostName("a"));
      Await.until("six answers", rig::cycle, () -> responder.answered() == 6);
      rig.cycle();
      rig.cycle();

      assertEquals(
          Set.of("127.0.0.1", "127.0.0.2"),
          Set.copyOf(rig.heard.answers().stream().map(Heard.Answered::address).toList()));
      assertEquals(2, rig.heard.items.size());
    }
  }

  /** A socket bound to the wildcard would answer from 127.0.0.1, and nobody would hear it. */
  @Test
  void answersFromTheAddressThatWasAsked() throws Exception {
    try (Responder responder = rig.responder(keys, 1, "127.0.0.1", "127.0.0.2");
        DatagramSocket asker = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      byte[] question =
          CodecTest.encode(new Codec(keys.ring()), new Message.Request(new Nonce(1, 2))).array();
      InetSocketAddress asked = LinkRig.socket("127.0.0.2", rig.port);
      asker.setSoTimeout(10_000);
      asker.send(new DatagramPacket(question, question.length, asked));
      DatagramPacket answer = new DatagramPacket(new byte[200], 200);
      asker.receive(answer);

      assertEquals(asked, answer.getSocketAddress());
      assertTrue(answer.getLength() <= question.length, "an answer is never larger");
      assertEquals(2, responder.addresses().size());
    }
  }

  @Test
  void answersOnEveryLocalAddressUnlessToldOtherwise() throws Exception {
    try (Responder responder =
        Responder.start(
            ListenAddress.EVERY, rig.port, keys, rig.clock, () -> Health.GOOD, 1, LinkRig.DEAD)) {
      assertTrue(
          responder.addresses().contains(LinkRig.socket("127.0.0.1", rig.port)),
          responder.addresses()::toString);
      assertFalse(responder.addresses().stream().anyMatch(a -> a.getAddress().isAnyLocalAddress()));
    }
  }

  @Test
  void reportsARefusedPortAtOnceInEveryTry() {
    rig.setPaths("a", "127.0.0.1");
    for (int tries = 1; tries <= 3; tries++) {
      int expected = tries;
      rig.beginTry("a");
      rig.drive("a refusal", () -> rig.heard.items.size() == expected);
    }
    assertEquals(
        List.of("connection refused", "connection refused", "connection refused"),
        rig.heard.all(Heard.Troubled.class).stream().map(Heard.Troubled::trouble).toList());
  }

  @Test
  void hearsAHostThatStartsAfterItRefused() throws Exception {
    rig.setPaths("a", "127.0.0.1");
    rig.beginTry("a");
    rig.drive("a refusal", () -> !rig.heard.items.isEmpty());
    try (Responder responder = rig.responder(keys, 1, "127.0.0.1")) {
      rig.beginTry("a");
      rig.drive("an answer", () -> !rig.heard.answers().isEmpty());
      assertTrue(responder.running());
    }
  }

  @Test
  void staysSilentToAWrongKeyAndCountsIt() throws Exception {
    try (Responder responder = rig.responder(Keys.fixed(KeyRing.generate()), 1, "127.0.0.1")) {
      rig.setPaths("a", "127.0.0.1");
      rig.beginTry("a");
      rig.drive("a complaint", () -> responder.invalidMessages() == 1);
      rig.cycle();

      assertEquals(List.of(), rig.heard.items);
      assertEquals(0, responder.answered());
    }
  }

  @Test
  void losesNoTryWhileKeysAreRotatedOnOneHostAfterTheOther(@TempDir Path folder) throws Exception {
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    KeyFile.generate(ours);
    java.nio.file.Files.copy(ours, theirs, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Keys ourKeys = Keys.follow(ours);
    Keys theirKeys = Keys.follow(theirs);
    try (LinkRig own = new LinkRig(ourKeys, NameResolver.SYSTEM, rig.port);
        Responder responder = own.responder(theirKeys, 1, "127.0.0.1")) {
      own.setPaths("a", "127.0.0.1");
      answersOneTry(own);

      KeyFile.rotate(ours); // we have the new key and the old one, they have the old one
      assertTrue(ourKeys.refresh());
      answersOneTry(own);
      answersOneTry(own);

      java.nio.file.Files.copy(
          ours,
          theirs,
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      // The responder reads its file anew by itself.
      Await.until("the responder's new keys", () -> theirKeys.ring().equals(ourKeys.ring()));
      answersOneTry(own);

      KeyFile.dropOlder(theirs); // they have the new key alone
      Await.until("one key", () -> theirKeys.ring().keys().size() == 1);
      answersOneTry(own);
      KeyFile.dropOlder(ours);
      ourKeys.refresh();
      answersOneTry(own);
      assertEquals(0, own.heard.all(Heard.Troubled.class).size());
      assertTrue(responder.running());
    }
  }

  private static void answersOneTry(LinkRig own) {
    int before = own.heard.answers().size();
    own.beginTry("a");
    own.drive("an answer", () -> own.heard.answers().size() == before + 1);
  }

  @Test
  void hearsAnAnnouncementWithoutAsking() throws Exception {
    try (Responder responder = rig.responder(keys, 7, "127.0.0.1")) {
      rig.setPaths("a", "127.0.0.1");
      rig.beginTry("a");
      rig.drive("an answer", () -> !rig.heard.answers().isEmpty());

      CompletableFuture<Integer> told = responder.announce(Duration.ofHours(1));
      rig.drive("an announcement", () -> !rig.heard.all(Heard.Announced.class).isEmpty());
      assertEquals(1, told.get(10, TimeUnit.SECONDS), "one asker was told");
      rig.beginTry("a");
      rig.drive("a second answer", () -> rig.heard.answers().size() == 2);

      List<Heard.Announced> announced = rig.heard.all(Heard.Announced.class);
      assertEquals(1, announced.size(), "told once, though sent three times and in the answer");
      assertEquals(7, announced.getFirst().incarnation());
      assertEquals(1, announced.getFirst().number());
      long absent = announced.getFirst().absentMillis();
      assertTrue(absent > 880_000 && absent <= 900_000, "cut to 15 minutes: " + absent);

      var _ = responder.announce(Duration.ZERO);
      rig.drive("it is taken back", () -> rig.heard.all(Heard.Announced.class).size() == 2);
      assertEquals(
          new Heard.Announced(new HostName("a"), 7, 2, 0),
          rig.heard.all(Heard.Announced.class).getLast());
    }
  }

  @Test
  void learnsOfAnAbsenceFromTheAnswerWhenTheAnnouncementWasMissed() throws Exception {
    try (Responder responder = rig.responder(keys, 7, "127.0.0.1")) {
      assertEquals(0, responder.announce(Duration.ofMinutes(5)).get(10, TimeUnit.SECONDS));
      rig.setPaths("a", "127.0.0.1");
      rig.beginTry("a");
      rig.drive("an answer", () -> !rig.heard.answers().isEmpty());

      Heard.Announced announced = rig.heard.all(Heard.Announced.class).getFirst();
      assertTrue(announced.absentMillis() > 280_000 && announced.absentMillis() <= 300_000);
      assertTrue(
          rig.heard.items.indexOf(announced)
              > rig.heard.items.indexOf(rig.heard.answers().getFirst()),
          "the answer says first which incarnation speaks");
    }
  }

  @Test
  void carriesTheHealthOfTheResponder() throws Exception {
    AtomicReference<Health> health = new AtomicReference<>(new Health(true, false));
    try (Responder responder =
        Responder.start(
            List.of(ListenAddress.parse("127.0.0.1")),
            rig.port,
            keys,
            rig.clock,
            health::get,
            1,
            LinkRig.DEAD)) {
      rig.setPaths("a", "127.0.0.1");
      rig.beat("a", "a sick answer", () -> !rig.heard.answers().isEmpty());
      assertEquals(new Health(true, false), rig.heard.answers().getFirst().health());
      health.set(new Health(false, true));
      rig.beat(
          "a",
          "another complaint",
          () -> rig.heard.answers().getLast().health().equals(new Health(false, true)));
      assertTrue(responder.running());
    }
  }

  @Test
  void keepsTheLastAddressOfANameThatStopsResolving() throws Exception {
    AtomicReference<List<InetAddress>> addresses =
        new AtomicReference<>(LinkRig.addresses("127.0.0.1"));
    AtomicLong questions = new AtomicLong();
    NameResolver answering = resolver(addresses);
    NameResolver resolver =
        name -> {
          questions.incrementAndGet();
          return answering.resolve(name);
        };
    try (LinkRig own = new LinkRig(keys, resolver, rig.port);
        Responder one = own.responder(keys, 1, "127.0.0.1");
        Responder two = own.responder(keys, 2, "127.0.0.2")) {
      own.setPaths("a", "mail.example");
      own.beat("a", "an answer", () -> !own.heard.answers().isEmpty());

      addresses.set(List.of());
      long asked = questions.get();
      own.beat("a", "it was resolved in vain, three times", () -> questions.get() >= asked + 3);
      int before = own.heard.answers().size();
      own.beat("a", "answers more", () -> own.heard.answers().size() > before + 10);
      assertEquals(List.of(), own.heard.all(Heard.Troubled.class));

      addresses.set(LinkRig.addresses("127.0.0.2"));
      own.beat(
          "a", "the new address is used", () -> own.heard.answers().getLast().incarnation() == 2);
      addresses.set(LinkRig.addresses("127.0.0.1", "127.0.0.2"));
      long then = questions.get();
      own.beat("a", "it was resolved, three times", () -> questions.get() >= then + 3);
      long answers = two.answered();
      own.beat("a", "an address that is still good is kept", () -> two.answered() > answers + 10);
      assertTrue(one.running());
    }
  }

  @Test
  void saysThatANameHasNeverResolvedAndUsesItOnceItDoes() throws Exception {
    AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of());
    try (LinkRig own = new LinkRig(keys, resolver(addresses), rig.port);
        Responder responder = own.responder(keys, 1, "127.0.0.1")) {
      own.setPaths("a", "mail.example");
      own.beat("a", "a trouble", () -> !own.heard.items.isEmpty());
      assertEquals(
          new Heard.Troubled(new HostName("a"), "mail.example", "name does not resolve"),
          own.heard.items.getFirst());

      addresses.set(LinkRig.addresses("127.0.0.1"));
      own.beat("a", "an answer", () -> !own.heard.answers().isEmpty());
      assertTrue(responder.running());
    }
  }

  /** A resolver that hangs must not hold up the engine, nor the paths that are addresses. */
  @Test
  void doesNotWaitForAResolverThatHangs() throws Exception {
    CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
    try (LinkRig own = new LinkRig(keys, _ -> never.join(), rig.port);
        Responder responder = own.responder(keys, 1, "127.0.0.1")) {
      for (int i = 0; i < 20; i++) {
        own.setPaths("hanging" + i, "hanging" + i + ".example");
        own.beginTry("hanging" + i);
      }
      own.setPaths("a", "127.0.0.1");
      own.beginTry("a");
      own.drive("an answer", () -> !own.heard.answers().isEmpty());
      never.complete(LinkRig.addresses("127.0.0.1"));
      own.drive("the tries under way go on", () -> own.heard.answers().size() == 21);
      assertTrue(responder.running());
    }
  }

  private static NameResolver resolver(AtomicReference<List<InetAddress>> addresses) {
    return name -> {
      if (addresses.get().isEmpty()) {
        throw new UnknownHostException(name);
      }
      return addresses.get();
    };
  }

  @Test
  void takesUpNewPathsAndForgetsOldOnes() throws Exception {
    try (Responder responder = rig.responder(keys, 1, "127.0.0.1", "127.0.0.2")) {
      rig.setPaths("a", "127.0.0.1");
      rig.beat("a", "an answer", () -> !rig.heard.answers().isEmpty());
      rig.setPaths("a", "127.0.0.1", "127.0.0.2");
      rig.beat(
          "a",
          "an answer by the new path",
          () -> rig.heard.answers().stream().anyMatch(h -> h.address().equals("127.0.0.2")));
      rig.setPaths("a", "127.0.0.2");
      rig.heard.items.clear();
      rig.beat("a", "ten answers", () -> rig.heard.answers().size() >= 10);
      assertTrue(rig.heard.answers().stream().allMatch(h -> h.address().equals("127.0.0.2")));
      rig.setPaths("a");
      rig.heard.items.clear();
      rig.beginTry("a");
      rig.cycle();
      rig.cycle();
      assertEquals(List.of(), rig.heard.items);
      assertEquals(Set.of(), rig.link.localAddresses());
      assertTrue(responder.running());
    }
  }

  @Test
  void saysThatThePortIsTakenAndByWhatMeansToFindOut() throws Exception {
    try (DatagramSocket other = new DatagramSocket(LinkRig.socket("127.0.0.1", rig.port))) {
      CannotListenException refusal =
          assertThrows(CannotListenException.class, () -> rig.responder(keys, 1, "127.0.0.1"));

      assertTrue(
          refusal.getMessage().startsWith("UDP port " + rig.port + " on 127.0.0.1 is taken"),
          refusal.getMessage());
      assertTrue(refusal.getMessage().contains("ss -ulpn"), refusal.getMessage());
      assertTrue(other.isBound());
    }
  }

  @Test
  void goesOnWithTheOtherAddressesWhenOneIsTaken() throws Exception {
    DatagramSocket other = new DatagramSocket(LinkRig.socket("127.0.0.1", rig.port));
    try (other;
        Responder responder = rig.responder(keys, 1, "127.0.0.1", "127.0.0.2")) {
      assertEquals(1, responder.faults().size());
      rig.setPaths("a", "127.0.0.2");
      rig.beat("a", "an answer", () -> !rig.heard.answers().isEmpty());

      other.close();
      Await.until("the address is tried again", () -> responder.addresses().size() == 2);
      assertEquals(List.of(), responder.faults());
    }
  }

  @Test
  void waitsForAnAddressThatIsNotThereYet() throws Exception {
    try (Responder responder = rig.responder(keys, 1, "192.0.2.77")) {
      assertTrue(responder.faults().getFirst().contains("is not an address of this host now"));
      assertTrue(responder.running());
    }
  }

  /** A host that was installed anew counts its incarnations from the beginning. */
  @Test
  void hearsTheAnnouncementOfAResponderWhoseIncarnationFell() throws Exception {
    rig.setPaths("a", "127.0.0.1");
    try (Responder first = rig.responder(keys, 57, "127.0.0.1")) {
      var _ = first.announce(Duration.ofMinutes(1));
      rig.beat("a", "an announcement", () -> !rig.heard.all(Heard.Announced.class).isEmpty());
    }
    rig.heard.items.clear();
    try (Responder reinstalled = rig.responder(keys, 1, "127.0.0.1")) {
      rig.beat("a", "an answer", () -> !rig.heard.answers().isEmpty());
      var _ = reinstalled.announce(Duration.ofMinutes(2));
      rig.beat("a", "its announcement", () -> !rig.heard.all(Heard.Announced.class).isEmpty());
      assertEquals(1, rig.heard.all(Heard.Announced.class).getFirst().incarnation());
      Heard.Item first = rig.heard.items.getFirst();
      assertTrue(first instanceof Heard.Answered, "the answer says first who speaks: " + first);
    }
  }

  @Test
  void saysThatItsThreadDied() throws Exception {
    AtomicReference<Throwable> death = new AtomicReference<>();
    IllegalStateException fault = new IllegalStateException("a fault of the test");
    try (Responder responder =
        Responder.start(
            List.of(ListenAddress.parse("127.0.0.1")),
            rig.port,
            keys,
            rig.clock,
            () -> {
              throw fault;
            },
            1,
            death::set)) {
      Await.until("the death is told", () -> death.get() != null);
      assertEquals(fault, death.get());
      Await.until("it has ended", () -> !responder.running());
    }
  }

  @Test
  void sleepsUntilItIsWokenOrTheTimeHasPassed() {
    BootClock clock = new BootClock();
    long begun = clock.nanos();
    rig.link.await(3_000_000);
    assertTrue(clock.nanos() - begun >= 2_000_000, "it slept");
    rig.link.wakeup();
    begun = clock.nanos();
    rig.link.await(20_000_000_000L);
    assertTrue(clock.nanos() - begun < 10_000_000_000L, "the wakeup before the sleep counts");
  }
}
