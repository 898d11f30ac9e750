package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.dsl.words.CheckWords;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.jspecify.annotations.Nullable;

/** Reads a check block. */
final class CheckBlock extends BlockReader implements CheckWords {
  static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  static final Duration MAX_INTERVAL = Duration.ofDays(366);
  static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
  static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  static final int MOST = 1_000;

  private static final Pattern OPTION = Pattern.compile("^'(\\w+)'");

  private final Spot spot;
  private final String name;
  private final Set<String> parents = new LinkedHashSet<>();
  private @Nullable Probe probe;
  private @Nullable Duration every;
  private @Nullable Duration timeout;
  private @Nullable Integer failAfter;
  private @Nullable Integer recoverAfter;
  private CheckSpec.@Nullable Flap flap;

  CheckBlock(Reading reading, String name, Spot spot) {
    super(reading);
    this.name = name;
    this.spot = spot;
  }

  @Override
  public Probe icmp(Map<String, ?> options) {
    return take("icmp", () -> Probes.icmp(options));
  }

  @Override
  public Probe tcp(Map<String, ?> options) {
    return take("tcp", () -> Probes.tcp(options));
  }

  @Override
  public Probe http(Map<String, ?> options) {
    return take("http", () -> Probes.http(options));
  }

  @Override
  public Probe smtp(Map<String, ?> options) {
    return take("smtp", () -> Probes.smtp(options));
  }

  @Override
  public Probe pop3(Map<String, ?> options) {
    return take("pop3", () -> Probes.pop3(options));
  }

  @Override
  public Probe imap(Map<String, ?> options) {
    return take("imap", () -> Probes.imap(options));
  }

  @Override
  public Probe dns(Map<String, ?> options) {
    return take("dns", () -> Probes.dns(options));
  }

  @Override
  public Probe tls(Map<String, ?> options) {
    return take("tls", () -> Probes.tls(options));
  }

  @Override
  public Probe ssh(Map<String, ?> options) {
    return take("ssh", () -> Probes.ssh(options));
  }

  @Override
  public Probe plugin(String program, Object... arguments) {
    return take("plugin", () -> Probes.plugin(Map.of(), program, arguments));
  }

  @Override
  public Probe plugin(Map<String, ?> options, String program, Object... arguments) {
    return take("plugin", () -> Probes.plugin(options, program, arguments));
  }

  @Override
  public void code(Closure<?> block) {
    take("code", () -> CodeProbe.of(reading().identity(block), block));
  }

  @Override
  public Probe.Exchange send(String text) {
    return exchange("send", text, () -> Probes.send(text));
  }

  @Override
  public Probe.Exchange expect(String pattern) {
    return exchange("expect", pattern, () -> Probes.expect(pattern));
  }

  private Probe.Exchange exchange(String word, String text, Supplier<Probe.Exchange> made) {
    try {
      return made.get();
    } catch (InvalidValueException e) {
      problem(spot(word), String.valueOf(e.getMessage()));
      return new Probe.Exchange.Send(text);
    }
  }

  private static final Probe NONE = new Probe.Icmp("0.0.0.0", 1);

  private Probe take(String word, Supplier<Probe> made) {
    Spot here = once("probe", word);
    try {
      Probe taken = made.get();
      probe = taken;
      return taken;
    } catch (InvalidValueException e) {
      String message = String.valueOf(e.getMessage());
      Matcher option = OPTION.matcher(message);
      problem(
          option.find() && !option.group(1).equals(word) ? here.at(option.group(1)) : here,
          message);
      probe = NONE; // the file is refused; only the missing probe must not be told as well
      return NONE;
    }
  }

  @Override
  public void every(Duration interval) {
    if (within(once("every"), interval, MIN_INTERVAL, MAX_INTERVAL)) {
      every = interval;
    }
  }

  @Override
  public void timeout(Duration time) {
    if (within(once("timeout"), time, MIN_TIMEOUT, MAX_TIMEOUT)) {
      timeout = time;
    }
  }

  @Override
  public void failAfter(int failures) {
    if (within(once("failAfter"), failures, 1, MOST)) {
      failAfter = failures;
    }
  }

  @Override
  public void recoverAfter(int results) {
    if (within(once("recoverAfter"), results, 1, MOST)) {
      recoverAfter = results;
    }
  }

  @Override
  public void flapping(Map<String, ?> options) {
    Spot here = once("flapping");
    if (options.get("changes") instanceof Integer changes
        && options.get("within") instanceof Duration time
        && within(here.at("changes"), changes, 2, MOST)
        && within(here.at("within"), time, Duration.ofSeconds(1), Duration.ofDays(31))) {
      flap = new CheckSpec.Flap(changes, time);
    }
  }

  @Override
  public void dependsOn(String... names) {
    Spot here = spot("dependsOn");
    if (names.length == 0) {
      problem(here, "'dependsOn' names nothing; write the name of a monitor or check after it");
    }
    for (String parent : names) {
      parents.add(parent);
      reading().refer(Draft.Target.MONITOR_OR_CHECK, parent, here);
    }
  }

  /** Makes the definition. */
  void finish() {
    if (probe == null) {
      problem(
          spot,
          "check '"
              + name
              + "' says nothing to ask; add one of icmp, tcp, http, smtp, pop3, imap, dns, tls,"
              + " ssh, plugin or code, as in: tcp address: '10.0.0.1', port: 25");
      return;
    }
    Defaults from = reading().inherited();
    try {
      CheckSpec spec =
          new CheckSpec(
              name,
              probe,
              MonitorBlock.first(every, from.checkEvery(), CheckSpec.DEFAULT_INTERVAL),
              MonitorBlock.first(timeout, from.checkTimeout(), CheckSpec.DEFAULT_TIMEOUT),
              MonitorBlock.first(failAfter, from.failAfter(), CheckSpec.DEFAULT_FAIL_AFTER),
              MonitorBlock.first(
                  recoverAfter, from.recoverAfter(), CheckSpec.DEFAULT_RECOVER_AFTER),
              flap,
              java.util.List.copyOf(parents),
              spot.place());
      reading().define(new Draft.Definition.Check(spec, spot));
    } catch (InvalidValueException e) {
      problem(spot, String.valueOf(e.getMessage()));
    }
  }
}
