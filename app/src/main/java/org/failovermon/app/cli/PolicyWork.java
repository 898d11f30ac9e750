package org.failovermon.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Json;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Errors;
import org.failovermon.app.policy.SetDifference;
import org.failovermon.app.policy.TextDiff;
import org.failovermon.app.policy.Workbench;
import org.failovermon.app.settings.SettingsReader;
import org.failovermon.app.show.PolicyLists;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.live.SourceRoot;
import org.failovermon.dsl.live.SourceText;
import org.failovermon.dsl.live.Sources;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.policy.PolicySet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the policy commands do by themselves: they read and compile, and change nothing. */
final class PolicyWork {
  private final Context context;

  PolicyWork(Context context) {
    this.context = context;
  }

  /** Checks what is on disk; exit code 0 when all is well, or all in the files that are named. */
  int check(List<Path> files, @Nullable Path folder, boolean json) {
    try (Workbench bench = folder == null ? ofHome() : Workbench.ofFolder(folder)) {
      Sources sources = bench.onDisk();
      Set<String> named = new HashSet<>();
      for (Path file : files) {
        sources = name(bench, sources, file, named);
      }
      try (Compiled compiled = bench.compile(sources)) {
        List<Problem> problems =
            compiled.problems().stream()
                .filter(problem -> named.isEmpty() || named.contains(problem.file()))
                .collect(Collectors.toCollection(ArrayList::new));
        compiled.remarks().stream()
            .filter(problem -> named.contains(problem.file()))
            .forEach(problems::add);
        report(sources, compiled, problems, json);
        return problems.isEmpty() ? Refusal.DONE : Refusal.NOT_DONE;
      }
    }
  }

  /**
   * The hosts that a daemon would watch, or offer to watch, once it has started and read what is on
   * disk; none while a daemon runs, which has read it, and none where it would not take it.
   */
  Set<HostName> monitorsOfTheNextDaemon() {
    try (Desk daemon = context.offices().ofDaemon(context.home())) {
      if (daemon != null
          || !SettingsReader.read(context.home().settings()).policies().autoApply()) {
        return Set.of();
      }
    }
    try (Workbench bench = ofHome();
        Compiled compiled = bench.compile(bench.onDisk())) {
      return compiled.good()
          ? compiled.set().monitors().stream()
              .map(monitor -> monitor.spec().host())
              .collect(Collectors.toSet())
          : Set.of();
    }
  }

  private Workbench ofHome() {
    return Workbench.of(
        context.home(), Workbench.scriptsOf(context.home()), context.terminal().environment());
  }

  /** Finds the path of a named file within the set, or lays it over the set. */
  private static Sources name(Workbench bench, Sources sources, Path file, Set<String> named) {
    if (!Files.isRegularFile(file)) {
      throw Refusal.notDone("there is no file " + file);
    }
    Path real = real(file);
    for (SourceRoot root : bench.roots()) {
      if (Files.isDirectory(root.folder()) && real.startsWith(real(root.folder()))) {
        named.add(root.name() + "/" + real(root.folder()).relativize(real));
        return sources;
      }
    }
    String path = SourceRoot.POLICIES + "/" + file.getFileName();
    SortedMap<String, SourceText> all = new TreeMap<>(sources.files());
    try {
      all.put(path, new SourceText(Files.readString(file), "", ""));
    } catch (IOException e) {
      throw Refusal.because(
          e, "cannot read " + file + ": " + Errors.reason(e) + "; it must be a text in UTF-8");
    }
    named.add(path);
    return new Sources(all, sources.problems());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw Refusal.because(e, "cannot look at " + path + ": " + Errors.reason(e));
    }
  }

  private void report(Sources sources, Compiled compiled, List<Problem> problems, boolean json) {
    int files = sources.files().size();
    if (json) {
      ObjectNode document = Json.object().put("good", problems.isEmpty()).put("files", files);
      ArrayNode array = document.putArray("problems");
      problems.forEach(problem -> array.add(problem(problem)));
      ArrayNode remarks = document.putArray("warnings");
      compiled.remarks().forEach(problem -> remarks.add(problem(problem)));
      context.print(document);
      return;
    }
    problems.forEach(problem -> context.say(problem.text()));
    if (!problems.isEmpty()) {
      long bad = problems.stream().map(Problem::file).distinct().count();
      context.say(
          (problems.size() == 1 ? "1 error" : problems.size() + " errors")
              + " in "
              + (bad == 1 ? "1 file" : bad + " files")
              + (files < bad ? "" : " of " + files)); // what must not be read is not counted
    } else if (compiled.good()) {
      compiled
          .remarks()
          .forEach(
              problem ->
                  context.say("warning, since no policy uses this script: " + problem.text()));
      context.say(
          "all is well: "
              + (files == 1 ? "1 file, " : files + " files, ")
              + contents(compiled.set()));
    } else {
      context.say("what was named is well; other files are not: failovermon policy check");
    }
  }

  private static String contents(PolicySet set) {
    return count(set.monitors().size(), "monitor")
        + ", "
        + count(set.checks().size(), "check")
        + ", "
        + count(set.rules().size(), "rule")
        + ", "
        + count(set.jobs().size(), "job")
        + ", "
        + count(set.windows().size(), "maintenance window");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static ObjectNode problem(Problem problem) {
    return Json.object()
        .put("file", problem.file())
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message())
        .put("source_line", problem.sourceLine());
  }

  /** Shows what the files on disk would change against the version in force. */
  int diff(boolean json) {
    JsonNode inForce = context.ask(new Query.PolicyFiles(0));
    SortedMap<String, String> before = new TreeMap<>();
    inForce
        .path("files")
        .properties()
        .forEach(entry -> before.put(entry.getKey(), entry.getValue().asString("")));
    long version = inForce.path("version").asLong(0);
    try (Workbench bench = ofHome()) {
      Sources sources = bench.onDisk();
      List<TextDiff.FileDiff> files =
          TextDiff.between(before, "version " + version, sources.texts(), "on disk");
      try (Compiled now = bench.compile(sources);
          Compiled old = bench.compile(before)) {
        List<SetDifference.Entry> entries =
            now.good() && old.good() ? SetDifference.between(old.set(), now.set()) : List.of();
        if (json) {
          context.print(document(inForce, entries, files, now.problems()));
        } else {
          context.say(lines(inForce, entries, files, now, old));
        }
      }
    }
    return Refusal.DONE;
  }

  private List<String> lines(
      JsonNode inForce,
      List<SetDifference.Entry> entries,
      List<TextDiff.FileDiff> files,
      Compiled now,
      Compiled old) {
    PolicyLists lists = new PolicyLists(context.terminal().zone(), context.terminal().ink());
    List<String> lines = new ArrayList<>();
    long version = inForce.path("version").asLong(0);
    lines.add(
        version == 0
            ? "in force: no policies"
            : "in force: version "
                + version
                + " since "
                + lists.moment(inForce.path("at"))
                + ", by "
                + inForce.path("who").asString("")
                + ": "
                + inForce.path("because").asString(""));
    if (files.isEmpty()) {
      lines.add("on disk: the same");
      return lines;
    }
    if (!now.good()) {
      lines.add(
          "on disk: does not come into force, "
              + count(now.problems().size(), "error")
              + "; see failovermon policy check");
    } else if (!old.good()) {
      lines.add("the version in force does not compile any more, so only files are compared");
    } else if (entries.isEmpty()) {
      lines.add("on disk: the same monitors, checks, rules, jobs and windows, in other texts:");
    } else {
      lines.add("would change:");
      entries.forEach(entry -> lines.add("  " + entry.sentence()));
    }
    for (TextDiff.FileDiff file : files) {
      lines.add("");
      lines.addAll(file.lines());
    }
    return lines;
  }

  private static ObjectNode document(
      JsonNode inForce,
      List<SetDifference.Entry> entries,
      List<TextDiff.FileDiff> files,
      List<Problem> problems) {
    ObjectNode document = Json.object().put("version", inForce.path("version").asLong(0));
    ArrayNode changes = document.putArray("entries");
    for (SetDifference.Entry entry : entries) {
      ObjectNode json =
          Json.object()
              .put("kind", entry.kind())
              .put("name", entry.name())
              .put("change", entry.change());
      ArrayNode values = json.putArray("values");
      entry.values().forEach(values::add);
      changes.add(json.put("place", entry.place() == null ? null : entry.place().toString()));
    }
    ArrayNode texts = document.putArray("files");
    for (TextDiff.FileDiff file : files) {
      texts.add(
          Json.object()
              .put("path", file.path())
              .put("change", file.change())
              .put("diff", file.lines().stream().collect(Collectors.joining("\n", "", "\n"))));
    }
    ArrayNode wrong = document.putArray("problems");
    problems.forEach(problem -> wrong.add(problem(problem)));
    return document;
  }
}
