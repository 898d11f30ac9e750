package org.failovermon.dsl.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All sources of an installation as they lie on disk at one time. Immutable.
 *
 * @param files by path relative to the home, as {@code policies/mail.groovy}
 * @param problems what lies there and cannot be read; while there is one, the set must not come
 *     into force
 */
public record Sources(SortedMap<String, SourceText> files, List<FileProblem> problems) {
  /** Nothing at all. */
  public static final Sources EMPTY = new Sources(new TreeMap<>(), List.of());

  /** Copies the collections. */
  public Sources {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    problems = List.copyOf(problems);
  }

  /** Whether both hold the same files with the same content, and the same problems. */
  public boolean sameAs(Sources other) {
    return problems.equals(other.problems) && changedAgainst(other).isEmpty();
  }

  /** Paths of the files that are new, changed or gone against an older state, in order. */
  public List<String> changedAgainst(Sources older) {
    List<String> changed = new ArrayList<>();
    files.forEach(
        (path, source) -> {
          SourceText before = older.files.get(path);
          if (before == null || !before.hash().equals(source.hash())) {
            changed.add(path);
          }
        });
    changed.addAll(goneAgainst(older));
    Collections.sort(changed);
    return changed;
  }

  /** Paths of the files that are gone against an older state, in order. */
  public List<String> goneAgainst(Sources older) {
    return older.files.keySet().stream().filter(path -> !files.containsKey(path)).toList();
  }

  /** Their texts by path. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    files.forEach((path, source) -> texts.put(path, source.text()));
    return texts;
  }

  /** The problem of a file, if it has one. */
  public Optional<FileProblem> problem(String path) {
    return problems.stream().filter(problem -> problem.path().equals(path)).findFirst();
  }

  /** The files under a folder, as {@code policies/}. */
  public Map<String, SourceText> under(String folder) {
    return files.subMap(folder, folder.substring(0, folder.length() - 1) + "0");
  }
}
