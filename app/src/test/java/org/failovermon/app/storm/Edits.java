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
  private static final String SCRIPT_FOLDER = "scripts/lost-pulse/";
  private static final String SCRIPT = "log 'taken'\n";

  /**
   * What the files are about.
   *
   * @param hosts that monitors may be of
   * @param byHand hosts that belong to the command line, and are named by mistake
   * @param further the second address of a host, or empty
   * @param port TCP port on 127.0.0.1 that checks ask
   */
  record Ground(List<String> hosts, List<String> byHand, UnaryOperator<String> further, int port) {}

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
    return switch (chance.between(0, 19)) {
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
      case 18 -> script();
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
    save(path, new Written(all, file.mistake()));
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
    Written there = files().contains(other) ? read(other) : new Written(List.of(), Mistake.NONE);
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
      Written mended = new Written(good, Mistake.NONE);
      if (!mended.equals(file)) {
        save(path, mended);
      }
    }
    for (String path : files()) {
      Written file = read(path);
      List<Watch> good = new ArrayList<>();
      for (Watch watch : file.watches()) {
        boolean orphan = !seen.containsAll(watch.parents());
        good.add(orphan ? watch(watch.host(), List.of()) : watch);
      }
      if (!good.equals(file.watches())) {
        save(path, new Written(good, Mistake.NONE));
      }
    }
    folder.save(Meaning.Library.PATH, Meaning.Library.patience(1), Manner.RENAMED_OVER);
    scripts();
    return "mended";
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
    String path = SCRIPT_FOLDER + chance.oneOf(SCRIPTS);
    if (folder.texts().containsKey(path)) {
      folder.remove(path);
      return path + " deleted";
    }
    folder.save(path, SCRIPT, Manner.IN_PLACE);
    return path + " is back";
  }

  private void scripts() {
    SortedMap<String, String> there = folder.texts();
    for (String script : SCRIPTS) {
      if (!there.containsKey(SCRIPT_FOLDER + script)) {
        folder.save(SCRIPT_FOLDER + script, SCRIPT, Manner.IN_PLACE);
      }
    }
  }

  /** Another state of the whole folder, which is good. */
  void checkout() {
    SortedMap<String, Written> fresh = new TreeMap<>();
    for (int i = 0; i < ground.hosts().size(); i++) {
      if (chance.happens(0.8)) {
        List<String> before =
            fresh.values().stream().flatMap(f -> f.watches().stream()).map(Watch::host).toList();
        List<String> parents =
            before.isEmpty() || chance.happens(0.6) ? List.of() : List.of(chance.oneOf(before));
        Watch watch = watch(ground.hosts().get(i), parents);
        fresh.merge(
            chance.oneOf(FILES),
            new Written(List.of(watch), Mistake.NONE),
            (old, any) -> old.and(watch));
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
