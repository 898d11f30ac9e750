package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scripts of an installation: finds them, judges who may write them, has edits taken into
 * force, and knows what is wrong before a script is needed. Thread-safe.
 */
final class ScriptWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptWatch.class);

  /** An editor may remove a file for a moment before it writes the new one. */
  private static final Duration REAPPEARS = Duration.ofMillis(500);

  private final ScriptLanguage language;
  private final ScriptFolders folders;
  private final ScriptJudge judge;
  private final Set<ScriptActions.Watched> watched = ConcurrentHashMap.newKeySet();
  private final Set<Path> known = ConcurrentHashMap.newKeySet();

  private final Runnable moment;

  /** Files that were there at the last look or the one before: one that is gone may come back. */
  private volatile Set<Path> seen = Set.of();

  private Set<Path> seenLast = Set.of();
  private volatile List<ScriptProblem> refused = List.of();
  private volatile @Nullable ScriptProblem lookFailed;
  private volatile InlineScripts inline = InlineScripts.NONE;

  ScriptWatch(ActionSettings settings, ScriptLanguage language) {
    this(settings, language, ScriptWatch::pause);
  }

  /**
   * Makes one.
   *
   * @param moment waits for as long as an editor may need to put a file back
   */
  ScriptWatch(ActionSettings settings, ScriptLanguage language, Runnable moment) {
    this.language = language;
    this.moment = moment;
    this.judge =
        new ScriptJudge(
            settings.home(), settings.ownScripts(), settings.shippedScripts(), language::speaks);
    this.folders = judge.folders();
  }

  /** Names the scripts that are in use, replacing those named before. */
  void watch(Set<ScriptActions.Watched> scripts) {
    watched.retainAll(scripts);
    watched.addAll(scripts);
  }

  /** Leaves alone what belongs to the policies in force. */
  void inline(InlineScripts policies) {
    inline = policies;
  }

  /** The file of one's own that a relative name means, whether or not it is there. */
  Optional<Path> own(ScriptRef script, RunKind kind) {
    return folders.shadow(script, kind);
  }

  private boolean held(Path file) {
    return inline.holds(folders.nameInSet(file));
  }

  /** What is wrong at present. */
  List<ScriptProblem> problems() {
    List<ScriptProblem> all = new ArrayList<>(refused);
    ScriptProblem failed = lookFailed;
    if (failed != null) {
      all.add(failed);
    }
    all.addAll(language.problems());
    all.removeIf(problem -> held(problem.script())); // the policies speak of theirs
    return List.copyOf(all);
  }

  /** Why a script is not acceptable right now, or empty. */
  Optional<String> problem(ScriptRef script, RunKind kind) {
    try {
      Path file = judge.acceptable(script, kind);
      return language.speaks(file) ? language.problem(file) : Optional.empty();
    } catch (ScriptRejectedException e) {
      return Optional.of(Reasons.of(e));
    }
  }

  /**
   * The file to run, with a moment's patience for an editor that replaces it right now. A file of
   * one's own that was there does not give way to a shipped one before that moment is over.
   */
  Path present(ScriptRef script, RunKind kind) throws ScriptRejectedException {
    try {
      Optional<Path> beside = folders.shipped(script, kind);
      if (beside.isPresent() && folders.shadow(script, kind).filter(this::held).isPresent()) {
        judge.mustBeAcceptable(
            beside.get()); // a file of one's own came after the policies in force
        return beside.get();
      }
      Path file = judge.acceptable(script, kind);
      Path shadow = folders.shadow(script, kind).orElse(file);
      if (file.equals(shadow) || !seen.contains(shadow)) {
        return file;
      }
      moment.run();
      return judge.acceptable(script, kind);
    } catch (ScriptRejectedException e) {
      if (!known.contains(Path.of(script.text()).getFileName())) {
        throw e;
      }
      moment.run();
      return judge.acceptable(script, kind);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(REAPPEARS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look at the scripts there are; the timer does it twice a second. */
  synchronized void look() {
    try {
      Map<Path, String> wrong = new HashMap<>();
      Set<Path> good = new LinkedHashSet<>();
      Set<Path> there = new HashSet<>();
      for (Path file : folders.all()) {
        there.add(file);
        if (language.speaks(file) && !held(file)) {
          sort(file, good, wrong);
        }
      }
      for (ScriptActions.Watched one : watched) {
        try {
          if (folders.shadow(one.script(), one.kind()).filter(this::held).isPresent()) {
            continue;
          }
          Path file = folders.resolve(one.script(), one.kind());
          there.add(file);
          sort(file, good, wrong);
        } catch (ScriptRejectedException e) {
          wrong.put(Path.of(one.script().text()), Reasons.of(e));
        }
      }
      rememberSeen(there);
      remember(wrong);
      List<Path> compiled = good.stream().filter(language::speaks).toList();
      compiled.forEach(file -> known.add(file.getFileName()));
      language.refresh(compiled);
      lookFailed = null;
    } catch (Throwable e) { // whatever it is, it must not be the last look: the timer would stop
      lookFailed(e);
    }
  }

  private void rememberSeen(Set<Path> there) {
    Set<Path> lately = new HashSet<>(there);
    lately.addAll(seenLast);
    seen = lately;
    seenLast = there;
  }

  private void lookFailed(Throwable e) {
    ScriptProblem before = lookFailed;
    String text =
        "the scripts cannot be looked at ("
            + Reasons.of(e)
            + "): edits do not take effect; failovermon's log says more";
    if (before != null && before.text().equals(text)) {
      return; // not twice a second
    }
    LOG.error("{}", text, e);
    lookFailed = new ScriptProblem(folders.own(), text, Instant.now(), true);
  }

  private void sort(Path file, Set<Path> good, Map<Path, String> wrong) {
    try {
      judge.mustBeAcceptable(file);
      good.add(file);
    } catch (ScriptRejectedException e) {
      wrong.put(file, Reasons.of(e));
    }
  }

  /** Keeps since when each thing is wrong, and logs what is new. */
  private void remember(Map<Path, String> wrong) {
    Map<String, ScriptProblem> before = new HashMap<>();
    refused.forEach(problem -> before.put(problem.script() + "\n" + problem.text(), problem));
    List<ScriptProblem> now = new ArrayList<>();
    wrong.forEach(
        (file, text) -> {
          ScriptProblem same = before.get(file + "\n" + text);
          if (same == null) {
            LOG.warn("{}", text);
            same = new ScriptProblem(file, text, Instant.now(), false);
          }
          now.add(same);
        });
    refused = List.copyOf(now);
  }
}
