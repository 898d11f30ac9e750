package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.failovermon.dsl.words.MonitorWords;
import org.failovermon.engine.heartbeat.AddressLiteral;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.jspecify.annotations.Nullable;

/** Reads a monitor block. */
final class MonitorBlock extends BeatBlock implements MonitorWords {
  private static final int MOST_PATHS = 100;

  private final Spot spot;
  private final @Nullable HostName host;
  private final Map<String, CommPath> paths = new LinkedHashMap<>();
  private final List<CheckBlock> checks = new ArrayList<>();
  private final Set<String> checkNames = new HashSet<>();
  private final List<Draft.Reference> members = new ArrayList<>();
  private final Set<String> parents = new LinkedHashSet<>();
  private final List<Paced> pace = new ArrayList<>();
  private @Nullable Needs needs;
  private @Nullable Spot needsSpot;
  private @Nullable Spot pathSpot;

  /** An interval by calendar. */
  private record Paced(String cron, ZoneId zone, Duration interval, Spot spot) {}

  MonitorBlock(Reading reading, String name, Spot spot) {
    super(reading);
    this.spot = spot;
    this.host = hostOf(name);
    if (host != null) {
      paths.put(host.value().toLowerCase(Locale.ROOT), CommPath.ownName(host));
    }
  }

  private @Nullable HostName hostOf(String name) {
    try {
      HostName valid = new HostName(name);
      AddressLiteral.check(name);
      return valid;
    } catch (InvalidValueException e) {
      problem(spot, String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Override
  public void every(Map<String, ?> options, Duration interval) {
    Spot here = spot("every");
    String cron = reading().cron(String.valueOf(options.get("from")), here.at("from"));
    ZoneId zone = zoneOf(options.get("zone"), here.at("zone"));
    if (interval(here, interval) && cron != null && zone != null) {
      pace.add(new Paced(cron, zone, interval, here));
    }
  }

  private @Nullable ZoneId zoneOf(@Nullable Object name, Spot here) {
    if (name != null) {
      return reading().zone(name.toString(), here);
    }
    ZoneId inherited = reading().inherited().zone();
    return inherited == null ? reading().settings().zone() : inherited;
  }

  @Override
  public void path(String address) {
    path(address, 0, spot("path"));
  }

  @Override
  public void path(Map<String, ?> options, String address) {
    Spot here = spot("path");
    int port = options.get("port") instanceof Integer number ? number : 0;
    if (within(here.at("port"), port, 1, 65_535)) {
      path(address, port, here);
    }
  }

  private void path(String address, int port, Spot here) {
    pathSpot = here;
    if (host == null || !address(here, address)) {
      return;
    }
    CommPath path = new CommPath(host, address, port, false);
    String key = path.address();
    CommPath before = paths.get(key);
    if (before != null && before.own()) {
      problem(here, "'" + address + "' is the host's own name, which is always a path; remove it");
    } else if (before != null) {
      problem(here, "the path '" + address + "' stands here twice; remove one of them");
    } else if (paths.size() > MOST_PATHS) {
      problem(here, "a host has at most " + MOST_PATHS + " paths beside its own name; remove some");
    } else {
      paths.put(key, path);
    }
  }

  @Override
  public void check(String name, Closure<?> block) {
    CheckBlock words =
        new CheckBlock(reading(), (host == null ? "?" : host.value()) + "/" + name, spot("check"));
    Reading.open(block, words);
    checkNames.add(name);
    checks.add(words);
  }

  @Override
  public Member check(String name) {
    Member member = new Member(name);
    members.add(new Draft.Reference(Draft.Target.CHECK, name, spot("check")));
    return member;
  }

  @Override
  public Member getHeartbeat() {
    return new Member("");
  }

  @Override
  public void needs(Needs wanted) {
    needsSpot = once("needs");
    needs = wanted;
  }

  @Override
  public Needs all(Member... of) {
    return combination(of.length, of, "all");
  }

  @Override
  public Needs any(Member... of) {
    return combination(1, of, "any");
  }

  @Override
  public Needs atLeast(int count, Member... of) {
    Spot here = spot("atLeast");
    if (of.length > 0 && (count < 1 || count > of.length)) {
      problem(
          here,
          "'atLeast' of "
              + of.length
              + (of.length == 1 ? " member" : " members")
              + " takes 1 to "
              + of.length
              + ", was "
              + count
              + (count < 1 ? "; raise it" : "; lower it, or name more members"));
      return combination(1, of, "atLeast");
    }
    return combination(count, of, "atLeast");
  }

  private Needs combination(int needed, Member[] of, String word) {
    Spot here = spot(word);
    if (of.length == 0) {
      problem(here, "'" + word + "' names no member; write heartbeat or check('…') into it");
    }
    Set<Member> distinct = new LinkedHashSet<>(List.of(of));
    if (distinct.size() < of.length) {
      problem(here, "'" + word + "' names a member twice; remove one of them");
    }
    return new Combination(Math.min(needed, distinct.size()), List.copyOf(distinct));
  }

  @Override
  public void dependsOn(String... names) {
    Spot here = spot("dependsOn");
    if (names.length == 0) {
      problem(here, "'dependsOn' names nothing; write the name of a monitor or check after it");
    }
    for (String name : names) {
      parents.add(name);
      reading().refer(Draft.Target.MONITOR_OR_CHECK, name, here);
    }
  }

  /** Makes the definitions of the monitor, its checks and its calendar. */
  void finish() {
    checks.forEach(CheckBlock::finish);
    HostName named = host;
    if (named == null) {
      return;
    }
    MonitorPolicy.Members members = members(named);
    MonitorPolicy policy = policy(named, members);
    if (policy != null) {
      reading().define(new Draft.Definition.Monitor(policy, spot));
    }
    int number = 0;
    for (Paced each : pace) {
      number++;
      reading().define(job(named, each, number));
    }
  }

  private MonitorPolicy.Members members(HostName named) {
    for (Draft.Reference member : this.members) {
      if (!checkNames.contains(member.name())) {
        reading().refer(member.target(), member.name(), member.spot());
      }
    }
    Combination wanted =
        switch (needs) {
          case null -> null;
          case Member one -> new Combination(1, List.of(one));
          case Combination several -> several;
        };
    if (wanted == null || wanted.members().isEmpty()) {
      if (!this.members.isEmpty() && needs == null) {
        problem(
            this.members.getFirst().spot(),
            "check('"
                + this.members.getFirst().name()
                + "') names a check and says nothing of it; give it a block, or write"
                + " needs check('"
                + this.members.getFirst().name()
                + "')");
      }
      return MonitorPolicy.Members.HEARTBEAT;
    }
    boolean heartbeat = wanted.members().stream().anyMatch(member -> member.check().isEmpty());
    List<String> names =
        wanted.members().stream()
            .map(Member::check)
            .filter(name -> !name.isEmpty())
            .map(name -> checkNames.contains(name) ? named.value() + "/" + name : name)
            .toList();
    if (!heartbeat && pathSpot != null) {
      problem(
          pathSpot,
          "'path' is for heartbeats, and 'needs' (line "
              + Objects.requireNonNull(needsSpot).line()
              + ") leaves the heartbeat out; remove the path, or name heartbeat in needs");
    }
    return new MonitorPolicy.Members(heartbeat, names, wanted.needed());
  }

  private @Nullable MonitorPolicy policy(HostName named, MonitorPolicy.Members members) {
    Defaults from = reading().inherited();
    ScriptRef lost =
        action(lostPulse != null ? lostPulse : from.lostPulse(), RunKind.LOST_PULSE, "lostPulse");
    ScriptRef regain =
        action(
            regainPulse != null ? regainPulse : from.regainPulse(),
            RunKind.REGAIN_PULSE,
            "regainPulse");
    if (lost == null || regain == null) {
      return null;
    }
    boolean hand = byHand || (from.byHand() && startAtReboot == null);
    boolean reboot = !hand && first(startAtReboot, from.startAtReboot(), true);
    MonitorSpec spec =
        new MonitorSpec(
            named,
            first(every, from.every(), closest()),
            first(retries, from.retries(), 0),
            first(timeout, from.timeout(), MonitorSpec.DEFAULT_TIMEOUT),
            lost,
            regain,
            reboot);
    return new MonitorPolicy(
        spec,
        members.heartbeat() ? List.copyOf(paths.values()) : List.of(),
        !hand,
        members,
        List.copyOf(parents),
        deadline != null ? deadline : from.deadline(),
        spot.place());
  }

  /** Until the calendar has spoken: the shortest of its intervals, or the default. */
  private Duration closest() {
    return pace.stream().map(Paced::interval).min(Duration::compareTo).orElse(Duration.ZERO);
  }

  private @Nullable ScriptRef action(Defaults.@Nullable Action action, RunKind kind, String word) {
    return switch (action) {
      case null -> kind == RunKind.LOST_PULSE ? ScriptRef.DEFAULT_LOST : ScriptRef.DEFAULT_REGAIN;
      case Defaults.Action.Named named -> reading().script(named.script(), kind, named.spot());
      case Defaults.Action.Block block ->
          reading()
              .inline(
                  Objects.requireNonNull(host).value() + "." + word, block.code(), block.spot());
    };
  }

  private Draft.Definition job(HostName named, Paced paced, int number) {
    String stem = named.value().replaceAll("[^A-Za-z0-9._-]", "-");
    String hash =
        stem.equals(named.value()) && stem.length() <= 50
            ? ""
            : "-" + Integer.toHexString(named.hashCode());
    String name =
        stem.substring(0, Math.min(stem.length(), 40 + (hash.isEmpty() ? 10 : 0)))
            + hash
            + ".every."
            + number;
    return new Draft.Definition.Job(
        new JobPolicy(
            new Job(name, paced.cron(), paced.zone(), new Job.SetInterval(named, paced.interval())),
            null,
            paced.spot().place()),
        paced.spot());
  }

  static <T> T first(@Nullable T said, @Nullable T inherited, T otherwise) {
    return said != null ? said : inherited != null ? inherited : otherwise;
  }
}
