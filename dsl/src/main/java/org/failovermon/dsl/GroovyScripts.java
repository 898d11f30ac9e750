package org.failovermon.dsl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.action.ScriptProblem;
import org.failovermon.engine.action.ScriptRejectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Groovy scripts of an installation: compiled when they change, the last good version of each
 * kept in force. Thread-safe.
 */
public final class GroovyScripts implements ScriptLanguage {
  private static final Logger LOG = LoggerFactory.getLogger(GroovyScripts.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final String WARMER =
      """
      def all = [host, reason, kind].findAll { it != null }
      if (all.isEmpty()) { fail "nothing for $run" }
      for (String each : all) { println "$each ${since} ${monitor.interval}" }
      """;

  private final ScriptCompiler compiler = new ScriptCompiler();
  private final Map<Path, Versions> scripts = new ConcurrentHashMap<>();
  private volatile @Nullable Recorded recorded;

  @Override
  public boolean speaks(Path file) {
    return file.getFileName().toString().endsWith(".groovy");
  }

  @Override
  public Optional<String> problem(Path file) {
    try {
      byte[] content = read(file);
      String identity = hash(content);
      Versions versions = scripts.get(file);
      if (versions != null && versions.isInForce(identity)) {
        return Optional.empty();
      }
      compiler.compile(file, content, identity).retire();
      return Optional.empty();
    } catch (ScriptRejectedException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Override
  public Loaded load(Path file) throws ScriptRejectedException {
    return scripts.computeIfAbsent(file, Versions::new).current();
  }

  @Override
  public void refresh(List<Path> files) {
    for (Path file : files) {
      scripts.computeIfAbsent(file, Versions::new).refresh();
    }
    for (Path file : new HashSet<>(scripts.keySet())) {
      if (!files.contains(file) && !Files.exists(file)) {
        Versions gone = scripts.remove(file);
        if (gone != null) {
          gone.forget();
        }
      }
    }
  }

  /** Texts that files had before. Thread-safe. */
  public interface Recorded {
    /** What a file held before, the newest first; empty when nothing is recorded. */
    List<String> texts(Path file);
  }

  /**
   * Says where texts that files had before are found. A file whose newest content does not compile,
   * and of which no version is in force, gets the newest of them that does.
   */
  public void recorded(Recorded texts) {
    recorded = texts;
  }

  @Override
  public List<ScriptProblem> problems() {
    List<ScriptProblem> all = new ArrayList<>();
    for (Versions versions : scripts.values()) {
      ScriptProblem problem = versions.problem();
      if (problem != null) {
        all.add(problem);
      }
    }
    all.sort(java.util.Comparator.comparing(ScriptProblem::script));
    return all;
  }

  @Override
  public Loaded warmUp() {
    try {
      byte[] content = WARMER.getBytes(StandardCharsets.UTF_8);
      CompiledScript script = compiler.compile(Path.of("warmer.groovy"), content, hash(content));
      script.acquire();
      script.retire();
      return new InUse(script, "");
    } catch (ScriptRejectedException e) {
      throw new IllegalStateException("the script that warms the compiler is broken", e);
    }
  }

  @Override
  public void close() {
    scripts.values().forEach(Versions::forget);
    scripts.clear();
    compiler.close();
  }

  /** How many scripts have a version in force. */
  int inForce() {
    return (int) scripts.values().stream().filter(Versions::any).count();
  }

  /** The class loader of the version in force, or null. */
  @Nullable ClassLoader loaderInForce(Path file) {
    Versions versions = scripts.get(file);
    return versions == null ? null : versions.loader();
  }

  private static byte[] read(Path file) throws ScriptRejectedException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ScriptRejectedException("script " + file + " is larger than 1 MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ScriptRejectedException("script " + file + " does not exist");
    } catch (IOException e) {
      throw new ScriptRejectedException("script " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The versions of one file: the one in force, and what is wrong with the newest. */
  private final class Versions {
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final Duration OLD = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path file;
    private @Nullable FileStamp judged;
    private @Nullable FileStamp seen;
    private long seenNanos;
    private @Nullable CompiledScript good;
    private boolean lookedBack;
    private @Nullable ScriptProblem problem;
    private volatile @Nullable ScriptProblem shown;
    private volatile @Nullable String inForce;

    Versions(Path file) {
      this.file = file;
    }

    boolean isInForce(String identity) {
      return identity.equals(inForce);
    }

    boolean any() {
      return inForce != null;
    }

    synchronized @Nullable ClassLoader loader() {
      return good == null ? null : good.loader();
    }

    @Nullable ScriptProblem problem() {
      return shown;
    }

    /** The version to run: waits a moment while somebody writes the file. */
    synchronized Loaded current() throws ScriptRejectedException {
      long asked = System.nanoTime();
      while (!refresh() && System.nanoTime() - asked < PATIENCE.toNanos()) {
        try {
          wait(20);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ScriptRejectedException("the run was stopped before its script was loaded");
        }
      }
      CompiledScript version = good;
      if (version == null) {
        throw new ScriptRejectedException(
            problem == null ? "script " + file + " does not exist" : problem.text());
      }
      version.acquire();
      String remark =
          problem == null
              ? ""
              : "the newest edit of "
                  + file
                  + " does not compile, so this run uses the last good version: "
                  + problem.text();
      return new InUse(version, remark);
    }

    /**
     * Judges the file if it changed and nobody is writing it just now.
     *
     * @return whether the newest content has been judged
     */
    synchronized boolean refresh() {
      FileStamp stamp = FileStamp.of(file);
      if (stamp == null) {
        return true; // gone, or between two steps of an editor: what is in force stays
      }
      if (stamp.equals(judged)) {
        lookBack();
        return true;
      }
      if (good != null && !quiet(stamp)) {
        return false;
      }
      try {
        byte[] content = read(file);
        if (!stamp.equals(FileStamp.of(file))) {
          return false; // written while we read
        }
        judge(content);
      } catch (ScriptRejectedException e) {
        reject(String.valueOf(e.getMessage()));
        lookBack();
      }
      judged = stamp;
      return true;
    }

    /** After a start: what the file last held that compiles is better than nothing. */
    private void lookBack() {
      ScriptProblem wrong = problem;
      Recorded before = recorded;
      if (good != null || wrong == null || before == null || lookedBack) {
        return;
      }
      lookedBack = true;
      for (String text : before.texts(file)) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String identity = hash(content);
        try {
          good = compiler.compile(file, content, identity);
        } catch (ScriptRejectedException e) {
          LOG.debug("an older version of {} does not compile either", file, e);
          continue;
        }
        inForce = identity;
        problem = new ScriptProblem(file, wrong.text(), wrong.since(), true);
        shown = problem;
        LOG.warn("script {}: its last good version is in force, as it was recorded", file);
        return;
      }
    }

    private boolean quiet(FileStamp stamp) {
      if (stamp.age().compareTo(OLD) > 0) {
        return true;
      }
      long now = System.nanoTime();
      if (!stamp.equals(seen)) {
        seen = stamp;
        seenNanos = now;
      }
      return now - seenNanos >= QUIET.toNanos();
    }

    private void judge(byte[] content) throws ScriptRejectedException {
      String identity = hash(content);
      CompiledScript before = good;
      if (before == null || !before.identity().equals(identity)) {
        CompiledScript fresh = compiler.compile(file, content, identity);
        good = fresh;
        inForce = identity;
        if (before != null) {
          before.retire();
          LOG.info("script {}: the edit is in force", file);
        }
      }
      if (problem != null) {
        LOG.info("script {} compiles again", file);
      }
      problem = null;
      shown = null;
    }

    private void reject(String text) {
      boolean lastGood = good != null;
      LOG.warn(
          "script {} does not compile{}:\n{}",
          file,
          lastGood ? "; the last good version stays in force" : "",
          text);
      problem = new ScriptProblem(file, text, Instant.now(), lastGood);
      shown = problem;
    }

    synchronized void forget() {
      if (good != null) {
        good.retire();
        good = null;
      }
      inForce = null;
      lookedBack = false;
      judged = null;
      problem = null;
      shown = null;
    }
  }

  /** A version that a run uses. */
  private record InUse(CompiledScript version, String remark) implements Loaded {
    @Override
    public void run(ScriptContext context) throws ScriptRejectedException {
      version.run(context);
    }

    @Override
    public void close() {
      version.release();
    }
  }
}
