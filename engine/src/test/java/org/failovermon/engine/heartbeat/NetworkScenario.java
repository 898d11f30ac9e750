package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.linux.CarrierWatch;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.port.Event;

/**
 * Two hosts with a real link between them: this process, in a network namespace of its own, and a
 * child with a responder in another. Started by {@link NetworkScenarioTest}; ends with exit code 0
 * when all went as it must.
 */
final class NetworkScenario {
  private static final int PORT = 6940;
  private static final KeyRing RING =
      new KeyRing(List.of(HeartbeatKey.of(new byte[HeartbeatKey.BYTES])));

  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final Process far;
  private final LinkRig rig;

  private NetworkScenario(Process far, LinkRig rig) {
    this.far = far;
    this.rig = rig;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      respond();
      return;
    }
    Process far = inNamespace("respond").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (LinkRig rig = new LinkRig(Keys.fixed(RING), NameResolver.SYSTEM, PORT)) {
      expect("ready".equals(far.inputReader().readLine()), "the far end is ready");
      new NetworkScenario(far, rig).run();
    } finally {
      far.destroyForcibly();
      far.waitFor();
    }
  }

  /**
   * This program in a network namespace of its own. Its loopback is up before Java starts: Java
   * decides once, at its start, whether there is IPv6, and in an empty namespace there is none.
   */
  static ProcessBuilder inNamespace(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-n",
                "sh",
                "-c",
                "ip link set lo up && exec \"$0\" \"$@\"",
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NetworkScenario.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static void respond() throws IOException {
    try (Responder responder =
        Responder.start(
            ListenAddress.EVERY,
            PORT,
            Keys.fixed(RING),
            new BootClock(),
            () -> Health.GOOD,
            1,
            LinkRig.DEAD)) {
      System.out.println("ready");
      while (System.in.read() >= 0 && responder.running()) {}
    }
  }

  private void run() throws Exception {
    ip("link add near type veth peer name far");
    ip("link set far netns " + far.pid());
    ip("addr add 10.9.0.1/24 dev near");
    ip("link set near up");
    farIp("addr add 10.9.0.2/24 dev far");
    rig.setPaths("a", "10.9.0.2");
    try (CarrierWatch _ = CarrierWatch.start(this::sources, events::add)) {
      rig.beat(
          "a", "no carrier yet", () -> suspected("link near, which our paths use, has no carrier"));
      farIp("link set far up");
      answeredAgain("the far end has an address since it was started");
      rig.drive(
          "the carrier is back", () -> suspected("link near, which our paths use, works again"));

      farIp("addr add 10.9.0.3/24 dev far");
      rig.setPaths("a", "10.9.0.3");
      answeredAgain("the responder follows an address that came");
      farIp("addr del 10.9.0.3/24 dev far");
      rig.setPaths("a", "10.9.0.2");

      ip("addr add fe80::1/64 dev near nodad");
      farIp("addr add fe80::2/64 dev far nodad");
      rig.setPaths("a", "fe80::2%near");
      answeredAgain("an IPv6 address that means something on one link only");
      rig.setPaths("a", "fe80::2%gone");
      rig.beat("a", "no such link", () -> troubled("name does not resolve"));
      rig.setPaths("a", "10.9.0.2");

      ip("addr del 10.9.0.1/24 dev near");
      rig.beat("a", "no way out", () -> troubled("network is unreachable"));
      ip("addr add 10.9.0.5/24 dev near");
      answeredAgain("the local address is another");
      expect(
          rig.link.localAddresses().equals(Set.of(InetAddress.ofLiteral("10.9.0.5"))),
          "sent from the new address, not " + rig.link.localAddresses());

      // Both addresses are there: only the address that the kernel prefers changes.
      ip("addr add 10.9.0.6/24 dev near");
      ip("route replace 10.9.0.0/24 dev near src 10.9.0.6");
      rig.beat(
          "a",
          "sent from the preferred address",
          () -> rig.link.localAddresses().equals(Set.of(InetAddress.ofLiteral("10.9.0.6"))));
      answeredAgain("over the preferred address");

      looked();
      ip("link set near down");
      rig.beat("a", "no way out", () -> troubled("network is unreachable"));
      rig.drive(
          "it is suspected", () -> suspected("link near, which our paths use, has no carrier"));
      ip("link set near up");
      answeredAgain("the link is up again");
      looked();
      ip("link del near");
      rig.drive("it is suspected", () -> suspected("link near, which our paths use, is gone"));
      rig.beat("a", "no way out", () -> troubled("network is unreachable"));
    }
    System.out.println("all as it must be");
  }

  private Set<InetAddress> sources() {
    looks.incrementAndGet();
    return rig.link.localAddresses();
  }

  /** Waits until the watch has looked at the addresses that are in use now, and forgets events. */
  private void looked() {
    int before = looks.get();
    rig.drive("the watch looks", () -> looks.get() >= before + 3);
    events.clear();
  }

  private boolean suspected(String because) {
    return events.stream()
        .anyMatch(e -> e instanceof Event.SelfSuspicion s && s.because().equals(because));
  }

  private boolean troubled(String trouble) {
    return rig.heard.all(Heard.Troubled.class).stream().anyMatch(t -> t.trouble().equals(trouble));
  }

  private void answeredAgain(String why) {
    rig.heard.items.clear();
    BooleanSupplier thrice = () -> rig.heard.answers().size() >= 3;
    rig.beat("a", why, thrice);
    rig.heard.items.clear();
  }

  private static void ip(String arguments) throws Exception {
    command(("ip " + arguments).split(" ", -1));
  }

  private void farIp(String arguments) throws Exception {
    command(("nsenter -n -t " + far.pid() + " ip " + arguments).split(" ", -1));
  }

  private static void command(String... words) throws Exception {
    System.out.println(String.join(" ", words));
    Process process = new ProcessBuilder(words).inheritIO().start();
    expect(process.waitFor() == 0, Arrays.toString(words));
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }
}
