package org.failovermon.engine.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.Event;

/**
 * A process that sends echo requests to each of its arguments, two each, and prints the results.
 */
final class EchoOnce {
  private EchoOnce() {}

  public static void main(String[] addresses) throws InterruptedException {
    BlockingQueue<CheckResult> results = new ArrayBlockingQueue<>(1);
    try (ServiceProbes probes =
        new ServiceProbes(
            ProbeSettings.withDefaults(Path.of("/tmp")),
            new BootClock(),
            event -> event instanceof Event.Checked checked && results.offer(checked.result()))) {
      for (String address : addresses) {
        probes.start(
            new CheckSpec(
                address,
                new Probe.Icmp(address, 2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                1,
                1,
                null,
                List.of(),
                new Place("test", 1)),
            1);
        CheckResult result = results.poll(60, TimeUnit.SECONDS);
        System.out.println(result == null ? "nothing came" : result.status() + " " + result.text());
      }
    }
    System.exit(0);
  }
}
