package org.failovermon.app.policy;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.failovermon.app.control.Records;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.live.Sources;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.engine.decide.Reconcile;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.PoliciesAtStart;
import org.jspecify.annotations.Nullable;

/**
 * The policies that a daemon begins with, compiled before its engine begins.
 *
 * @param compiled what comes into force, or null when nothing could be compiled
 * @param texts its files by path
 * @param version the version to be recorded, or null where it is one that is recorded already
 * @param who who brought it
 * @param because what brought it
 * @param onDisk what lies on disk
 * @param standing how that stands to what comes into force
 * @param refused whether the files on disk are good in themselves and name what was added by
 *     command
 * @param versions what is recorded
 */
public record PolicyStart(
    @Nullable Compiled compiled,
    SortedMap<String, String> texts,
    @Nullable PolicyVersion version,
    String who,
    String because,
    Sources onDisk,
    Standing standing,
    boolean refused,
    Versions versions) {

  /**
   * Reads and compiles. The files on disk count if edits come into force by themselves and the
   * files are good and name nothing that was added by command; otherwise the newest recorded
   * version of which that is true.
   *
   * @param bench where they are compiled
   * @param records the recorded versions
   * @param installation what the engine starts with
   * @param autoApply whether edits come into force by themselves
   */
  public static PolicyStart load(
      Workbench bench, Records records, Snapshot installation, boolean autoApply) {
    Versions versions = new Versions(records);
    Sources disk = bench.onDisk();
    if (disk.texts().size() >= JitDirectives.MANY_FILES) {
      JitDirectives.spareGroovy();
    }
    List<String> changed = Changes.paths(versions.files(), disk.texts());
    Changes changes = new Changes();
    changes.see(disk);
    Standing standing = Standing.WELL;
    boolean refused = false;
    if (autoApply || (changed.isEmpty() && disk.problems().isEmpty())) {
      Compiled compiled = bench.compile(disk);
      String who = changes.owners(changed);
      String because =
          changed.isEmpty()
              ? "the start of the daemon"
              : Changes.edits(changed) + " before the start";
      List<String> refusals = refusals(compiled, installation);
      if (compiled.good() && refusals.isEmpty()) {
        PolicyVersion version = versions.next(disk.texts(), who, because, Instant.now());
        return new PolicyStart(
            compiled, disk.texts(), version, who, because, disk, standing, false, versions);
      }
      refused = compiled.good();
      standing =
          refused
              ? refused(refusals, versions.newest())
              : bad(compiled.problems(), versions.newest());
      compiled.close();
    } else {
      standing = new Standing(null, changed);
    }
    return recorded(bench, versions, installation, disk, standing, refused);
  }

  /** Why the engine would not take a good set. */
  private static List<String> refusals(Compiled compiled, Snapshot installation) {
    return compiled.good()
        ? Reconcile.plan(
                new SnapshotKnown(installation), PolicySet.EMPTY, compiled.set(), Instant.now())
            .refusals()
        : List.of();
  }

  private static Standing bad(List<Problem> problems, long newest) {
    return Standing.WELL.with(
        Standing.trouble(
            "the files on disk are not in force; " + instead(newest), problems, Instant.now()));
  }

  private static Standing refused(List<String> refusals, long newest) {
    return Standing.WELL.with(
        Standing.refused(
            "the files on disk are refused; " + instead(newest), refusals, Instant.now()));
  }

  private static String instead(long newest) {
    return newest == 0 ? "no policies are in force" : "the last good version was taken instead";
  }

  /** The newest recorded version that compiles and is not refused. */
  private static PolicyStart recorded(
      Workbench bench,
      Versions versions,
      Snapshot installation,
      Sources disk,
      Standing standing,
      boolean refused) {
    long oldest = Math.max(1, versions.newest() - Versions.FAR_BACK);
    for (long number = versions.newest(); number >= oldest; number--) {
      SortedMap<String, String> files = versions.of(number);
      Compiled compiled = bench.compile(files);
      if (compiled.good() && refusals(compiled, installation).isEmpty()) {
        String because = "the start of the daemon with version " + number;
        PolicyVersion version = versions.next(files, "failovermon", because, Instant.now());
        return new PolicyStart(
            compiled, files, version, "failovermon", because, disk, standing, refused, versions);
      }
      compiled.close();
    }
    if (versions.newest() == 0) {
      return nothing(bench.compile(new TreeMap<>()), disk, standing, refused, versions);
    }
    Standing.Trouble trouble = standing.trouble();
    String sentence =
        "neither the files on disk nor a recorded version can be used, so nothing of a"
            + " policy is watched";
    Standing lost =
        Standing.WELL.with(
            Standing.refused(
                sentence, trouble == null ? List.of() : trouble.problems(), Instant.now()));
    return nothing(null, disk, lost, refused, versions);
  }

  private static PolicyStart nothing(
      @Nullable Compiled compiled,
      Sources disk,
      Standing standing,
      boolean refused,
      Versions versions) {
    return new PolicyStart(
        compiled,
        new TreeMap<>(),
        null,
        "failovermon",
        "the start of the daemon",
        disk,
        standing,
        refused,
        versions);
  }

  /** What the engine starts with. */
  public PoliciesAtStart atStart() {
    if (compiled != null) {
      return new PoliciesAtStart.Usable(who, because, compiled.set(), version);
    }
    Standing.Trouble trouble = standing.trouble();
    return new PoliciesAtStart.Unusable(
        trouble == null
            ? "nothing could be compiled"
            : trouble.problems().isEmpty()
                ? trouble.sentence()
                : trouble.sentence() + ": " + trouble.problems().getFirst());
  }
}
