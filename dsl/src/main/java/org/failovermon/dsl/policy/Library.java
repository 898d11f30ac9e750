package org.failovermon.dsl.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.dsl.compile.Dialect;
import org.failovermon.dsl.compile.Hashes;
import org.failovermon.dsl.compile.Outline;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.Unit;
import org.failovermon.dsl.compile.UnitCompiler;
import org.failovermon.dsl.words.PolicyWords;

/**
 * The files of {@code policies/lib}, compiled together. A file depends on one of them when it uses
 * the name of one of its classes or functions, or depends on one that does: this can only be too
 * much, never too little. Immutable but for its version.
 */
final class Library {
  private static final Dialect DIALECT =
      new Dialect(PolicyScript.class, PolicyWords.class, "a file of the library", true, true);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|interface|enum|record|trait)\\s+(\\w+)");

  private final String identity;
  private final Map<String, Set<String>> declared = new TreeMap<>();
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, Set<String>> needs = new TreeMap<>();
  private final Map<String, String> functions = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Version version;

  /** Compiles the files; none is a library as well. */
  Library(Collection<SourceFile> files, UnitCompiler compiler) {
    identity = identityOf(files);
    for (SourceFile file : files) {
      outline(file, compiler.outline(file, DIALECT));
    }
    for (SourceFile file : files) {
      needs.put(file.path(), namesIn(file.text()));
    }
    Unit unit =
        !problems.isEmpty() || files.isEmpty()
            ? new Unit(Map.of(), Map.of(), null, problems)
            : compiler.compile(files, DIALECT, functions, null);
    version = new Version(null, identity, unit, compiler.parent(), null);
  }

  /** Says whether two libraries are the same. */
  static String identityOf(Collection<SourceFile> files) {
    List<String> all = new ArrayList<>();
    for (SourceFile file : files) {
      all.add(file.path());
      all.add(file.text());
    }
    return Hashes.of(all.toArray(String[]::new));
  }

  private void outline(SourceFile file, Outline outline) {
    problems.addAll(outline.problems());
    if (outline.statement() > 0) {
      problems.add(
          Problem.at(
              file,
              outline.statement(),
              1,
              "a file of the library has functions and classes alone, and this statement would"
                  + " never be carried out; put it into a function, or into a policy"));
    }
    Set<String> names = new TreeSet<>(outline.classes());
    names.addAll(outline.functions());
    if (!outline.problems().isEmpty()) {
      Matcher matcher = DECLARED.matcher(file.text());
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    for (String function : outline.functions()) {
      String other = functions.putIfAbsent(function, outline.scriptClass());
      if (other != null) {
        problems.add(
            Problem.at(
                file,
                1,
                1,
                "the function '"
                    + function
                    + "' is in another file of the library as well; rename one of them"));
      }
    }
    declared.put(file.path(), names);
    hashes.put(file.path(), Hashes.of(file.text()));
  }

  private static Set<String> namesIn(String text) {
    Set<String> names = new HashSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  String identity() {
    return identity;
  }

  Version version() {
    return version;
  }

  List<Problem> problems() {
    return version.problems();
  }

  /** Functions by name, with the class that has each. */
  Map<String, String> functions() {
    return functions;
  }

  /**
   * What a text depends on, as a key that changes when any of that does; empty when it depends on
   * nothing.
   */
  String dependencies(String text) {
    Map<String, String> found = new TreeMap<>();
    collect(namesIn(text), found, new HashMap<>());
    List<String> all = new ArrayList<>();
    found.forEach(
        (path, hash) -> {
          all.add(path);
          all.add(hash);
        });
    return all.isEmpty() ? "" : Hashes.of(all.toArray(String[]::new));
  }

  private void collect(Set<String> names, Map<String, String> found, Map<String, Boolean> seen) {
    declared.forEach(
        (path, declares) -> {
          boolean uses = declares.stream().anyMatch(names::contains);
          if (uses && seen.putIfAbsent(path, true) == null) {
            found.put(path, hashes.getOrDefault(path, ""));
            collect(needs.getOrDefault(path, Set.of()), found, seen);
          }
        });
  }
}
