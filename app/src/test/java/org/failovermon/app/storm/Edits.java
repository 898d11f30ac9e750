package org.failovermon.app.storm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.failovermon.app.storm.Folder.Manner;
import org.failovermon.app.storm.Written.Mistake;
import org.failovermon.app.storm.Written.Needs;
import org.failovermon.app.storm.Written.Watch;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.sim.Chance;

/** What people and tools do to policy files at random: edits, renames, breaks and mends. */
final class Edits {
  static final List<String> SCRIPTS = List.of("take-0.groovy", "take-1.groovy");

  private static final List<String> FILES =
      List.of(
          "policies/a.groovy",
          "policies/b.groovy",
          "policies/site/a.groovy",
          "policies/site/b.groovy");
  private static final List<String> SCRIPT_FILES =
      List.of(
          "scripts/lost-pulse/take-0.groovy",
          "scripts/lost-pulse/take-1.groovy",
          "scripts/rules/tell.groovy",
          "scripts/jobs/tidy.groovy");
  private static final List<String> RULES = List.of("r0", "r1", "r2");
  private static final List<String> JOBS = List.of("j0", "j1");
  private static final List<String> WINDOWS = List.of("w0", "w1");

  /**
   * What the files are about.
   *
   * @param hosts that monitors may be of
   * @param byHand hosts that belong to the command line, and are named by mistake
   * @param further the second address of a host, or empty
   * @param port TCP port on 127.0.0.1 that checks ask
   * @param everything whether windows may be for everything
   */
  record Ground(
      List<String> hosts,
      List<String> byHand,
      UnaryOperator<String> further,
      int port,
      boolean everything) {}

  private final Chance chance;
  private final Ground ground;
  private final Folder folder;
  private final Meaning.Library library;

  Edits(Chance chance, Ground ground, Folder folder, Meaning.Library library) {
    this.ground = ground;
    this.chance = chance;
    this.folder = folder;
    this.library = library;
  }

  /** Does one of all there are, and says which. */
  String any() {
    List<String> files = files();
    if (files.isEmpty() || chance.happens(0.06)) {
      checkout();
      return "a checkout of all files";
    }
    String path = chance.oneOf(files);
    Written file = read(path);
    return switch (chance.between(0, 24)) {
      case 0, 1, 2, 3, 4 -> edit(path, file);
      case 5 -> rename(path);
      case 6, 7 -> move(path, file);
      case 8 -> delete(path, file);
      case 9, 10 -> add(path, file);
      case 11, 12, 13 -> {
        List<Mistake> mistakes = List.of(Mistake.values());
        Mistake mistake = chance.oneOf(mistakes.subList(1, mistakes.size()));
        save(path, file.with(mistake));
        yield "broken: " + mistake + " in " + path;
      }
      case 14, 15 -> mend();
      case 16, 17 -> lib();
      case 18, 19 -> script();
      case 20, 21, 22, 23 -> duty(path, file);
      default -> {
        String copy = chance.oneOf(FILES);
        save(copy, file);
        yield path + " copied over " + copy;
      }
    };
  }

  private List<String> files() {
    return folder.texts().keySet().stream().filter(FILES::contains).toList();
  }

  private Written read(String path) {
    return library.written(folder.texts().getOrDefault(path, ""));
  }

  private void save(String path, Written file) {
    folder.save(path, library.text(file), chance.oneOf(List.of(Manner.values())));
  }

  private String edit(String path, Written file) {
    if (file.watches().isEmpty()) {
      return add(path, file);
    }
    Watch old = chance.oneOf(file.watches());
    List<Watch> all = new ArrayList<>(file.watches());
    all.set(
        all.indexOf(old),
        watch(old.host(), chance.happens(0.5) ? old.parents() : parents(old.host())));
    save(path, file.withWatches(all));
    return "monitor " + old.host() + " edited in " + path;
  }

  private String rename(String path) {
    String other = chance.oneOf(FILES);
    if (!other.equals(path)) {
      folder.rename(path, other);
    }
    return path + " renamed to " + other;
  }

  private String move(String path, Written file) {
    String other = chance.oneOf(FILES);
    if (file.watches().isEmpty() || other.equals(path)) {
      return "nothing moved";
    }
    Watch moved = chance.oneOf(file.watches());
    Written there = files().contains(other) ? read(other) : Written.NOTHING;
    save(other, there.and(moved));
    save(path, file.without(moved.host()));
    return "monitor " + moved.host() + " moved from " + path + " to " + other;
  }

  private String delete(String path, Written file) {
    if (file.watches().isEmpty() || chance.happens(0.3)) {
      folder.remove(path);
      return path + " deleted";
    }
    String host = chance.oneOf(file.watches()).host();
    save(path, file.without(host));
    return "monitor " + host + " deleted from " + path;
  }

  private String add(String path, Written file) {
    Set<String> there = new HashSet<>();
    files().forEach(each -> read(each).watches().forEach(watch -> there.add(watch.host())));
    List<String> free = ground.hosts().stream().filter(host -> !there.contains(host)).toList();
    String host =
        !ground.byHand().isEmpty() && chance.happens(0.4)
            ? chance.oneOf(ground.byHand())
            : free.isEmpty() || chance.happens(0.1)
                ? chance.oneOf(ground.hosts())
                : chance.oneOf(free);
    save(path, file.and(watch(host, parents(host))));
    return "monitor " + host + " added to " + path;
  }

  /** Changes a rule, job or window of a file, takes one out, or adds one. */
  private String duty(String path, Written file) {
    boolean none = file.duties().isEmpty();
    Duty old = none ? aDuty(List.of()) : chance.oneOf(file.duties());
    if (none || chance.happens(0.4)) {
      Duty fresh = aDuty(duties());
      save(path, file.and(fresh));
      return fresh.key() + " added to " + path;
    }
    Written without = file.without(old);
    if (chance.happens(0.4)) {
      save(path, without);
      return old.key() + " deleted from " + path;
    }
    Duty any = aDuty(List.of());
    Duty changed =
        any.kind() == old.kind()
            ? new Duty(old.kind(), old.name(), any.host(), any.number(), any.script())
            : new Duty(old.kind(), old.name(), old.host(), any.number(), old.script());
    save(path, without.and(changed));
    return old.key() + " edited in " + path;
  }

  private List<Duty> duties() {
    return files().stream().flatMap(path -> read(path).duties().stream()).toList();
  }

  /** One that nothing has the name of yet, where there is one and nobody is careless. */
  private Duty aDuty(List<Duty> there) {
    Duty duty = aDuty();
    for (int more = 0; more < 8 && chance.happens(0.9); more++) {
      String key = duty.key();
      if (there.stream().noneMatch(each -> each.key().equals(key))) {
        break;
      }
      duty = aDuty();
    }
    return duty;
  }

  private Duty aDuty() {
    String host = chance.oneOf(ground.hosts());
    int number = chance.between(1, 6);
    return switch (chance.between(0, 4)) {
      case 0, 1 ->
          new Duty(
              Owned.Kind.RULE,
              chance.oneOf(RULES),
              chance.happens(0.3) ? "" : host,
              number,
              chance.happens(0.5) ? "" : "tell.groovy");
      case 2 ->
          new Duty(
              Owned.Kind.JOB,
              chance.oneOf(JOBS),
              "",
              number,
              chance.happens(0.5) ? "" : "tidy.groovy");
      default ->
          new Duty(
              Owned.Kind.WINDOW,
              chance.oneOf(WINDOWS),
              ground.everything() && chance.happens(0.2) ? "" : host,
              number,
              "");
    };
  }

  /** Takes out what is wrong, as far as somebody sees at a glance. */
  private String mend() {
    Set<String> seen = new HashSet<>();
    for (String path : files()) {
      Written file = read(path);
      List<Watch> good = new ArrayList<>();
      for (Watch watch : file.watches()) {
        if (ground.hosts().contains(watch.host()) && seen.add(watch.host())) {
          good.add(watch);
        }
      }
      saveIfOther(path, file, file.withWatches(good).with(Mistake.NONE));
    }
    Set<String> keys = new HashSet<>();
    for (String path : files()) {
      Written file = read(path);
      List<Watch> good = new ArrayList<>();
      for (Watch watch : file.watches()) {
        boolean orphan = !seen.containsAll(watch.parents());
        good.add(orphan ? watch(watch.host(), List.of()) : watch);
      }
      List<Duty> duties =
          file.duties().stream()
              .filter(duty -> duty.host().isEmpty() || seen.contains(duty.host()))
              .filter(duty -> keys.add(duty.key()))
              .toList();
      saveIfOther(path, file, new Written(good, duties, Mistake.NONE));
    }
    folder.save(Meaning.Library.PATH, Meaning.Library.patience(1), Manner.RENAMED_OVER);
    scripts();
    return "mended";
  }

  private void saveIfOther(String path, Written file, Written mended) {
    if (!mended.equals(file)) {
      save(path, mended);
    }
  }

  private String lib() {
    int count = chance.between(0, 3);
    return switch (chance.between(0, 5)) {
      case 0 -> {
        folder.save(Meaning.Library.PATH, Meaning.Library.brokenPatience(count), Manner.IN_PLACE);
        yield "the library is broken";
      }
      case 1 -> {
        if (folder.texts().containsKey(Meaning.Library.PATH)) {
          folder.remove(Meaning.Library.PATH);
        }
        yield "the library is deleted";
      }
      default -> {
        folder.save(
            Meaning.Library.PATH,
            Meaning.Library.patience(count),
            chance.oneOf(List.of(Manner.values())));
        yield "the library says " + count;
      }
    };
  }

  private String script() {
    String path = chance.oneOf(SCRIPT_FILES);
    if (folder.texts().containsKey(path) && chance.happens(0.3)) {
      folder.remove(path);
      return path + " deleted";
    }
    boolean broken = chance.happens(0.3);
    folder.save(
        path,
        broken ? Meaning.Library.brokenScript() : Meaning.Library.script(chance.between(0, 9)),
        chance.oneOf(List.of(Manner.values())));
    return path + (broken ? " broken" : " written");
  }

  private void scripts() {
    SortedMap<String, String> there = folder.texts();
    for (String script : SCRIPT_FILES) {
      String text = there.getOrDefault(script, Meaning.Library.brokenScript());
      if (text.equals(Meaning.Library.brokenScript())) {
        folder.save(script, Meaning.Library.script(0), Manner.IN_PLACE);
      }
    }
  }

  /** Another state of the whole folder, which is good. */
  void checkout() {
    checkout(true);
  }

  /**
   * The same.
   *
   * @param windows whether there may be maintenance windows in it
   */
  void checkout(boolean windows) {
    SortedMap<String, Written> fresh = new TreeMap<>();
    for (int i = 0; i < ground.hosts().size(); i++) {
      if (chance.happens(0.8)) {
        List<String> before =
            fresh.values().stream().flatMap(f -> f.watches().stream()).map(Watch::host).toList();
        List<String> parents =
            before.isEmpty() || chance.happens(0.6) ? List.of() : List.of(chance.oneOf(before));
        Watch watch = watch(ground.hosts().get(i), parents);
        fresh.merge(chance.oneOf(FILES), Written.of(watch), (old, any) -> old.and(watch));
      }
    }
    List<String> hosts =
        fresh.values().stream().flatMap(f -> f.watches().stream()).map(Watch::host).toList();
    List<Duty> duties = new ArrayList<>();
    for (int i = chance.between(0, 5); i > 0; i--) {
      Duty duty = aDuty();
      boolean linked = duty.host().isEmpty() || hosts.contains(duty.host());
      boolean calm = windows || duty.kind() != Owned.Kind.WINDOW;
      if (linked && calm && duties.stream().noneMatch(each -> each.key().equals(duty.key()))) {
        duties.add(duty);
        fresh.merge(chance.oneOf(FILES), Written.NOTHING.and(duty), (old, any) -> old.and(duty));
      }
    }
    for (String path : files()) {
      if (!fresh.containsKey(path)) {
        folder.remove(path);
      }
    }
    folder.save(
        Meaning.Library.PATH, Meaning.Library.patience(chance.between(0, 3)), Manner.RENAMED_OVER);
    scripts();
    fresh.forEach(this::save);
  }

  private List<String> parents(String host) {
    return chance.happens(0.7)
        ? List.of()
        : List.of(
            chance.oneOf(ground.hosts().stream().filter(each -> !each.equals(host)).toList()));
  }

  private Watch watch(String host, List<String> parents) {
    Needs needs = chance.happens(0.7) ? Needs.HEARTBEAT : chance.oneOf(List.of(Needs.values()));
    boolean path = needs.heartbeat() && chance.happens(0.4);
    return new Watch(
        host,
        chance.oneOf(List.of(300, 500, 1_000, 2_000)),
        chance.happens(0.4) ? Written.PATIENCE : chance.between(0, 2) + "",
        chance.oneOf(List.of(100, 200, 400)),
        chance.happens(0.3) ? "" : chance.oneOf(SCRIPTS),
        path ? ground.further().apply(host) : "",
        parents,
        needs,
        ground.port());
  }
}
