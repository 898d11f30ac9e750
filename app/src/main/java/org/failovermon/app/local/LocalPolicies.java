package org.failovermon.app.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.policy.Restoring;
import org.failovermon.app.policy.Versions;
import org.failovermon.app.policy.Workbench;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.live.Sources;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.engine.decide.Reconcile;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;

/**
 * Brings policies into force without a daemon: what they say is recorded, and the next daemon
 * begins with it. Used while the lock of the home is held. Not thread-safe.
 */
final class LocalPolicies {
  private static final int COMMIT_SECONDS = 20;

  private final Home home;
  private final StoreOptions options;
  private final String who;

  LocalPolicies(Home home, StoreOptions options, String who) {
    this.home = home;
    this.options = options;
    this.who = who;
  }

  private Workbench bench() {
    return Workbench.of(home, Workbench.scriptsOf(home), System.getenv());
  }

  /** Brings what is on disk into force. */
  Reply apply(String comment) {
    create();
    try (DatabaseRecords records = DatabaseRecords.open(home.database());
        Workbench bench = bench()) {
      return take(
          new Versions(records),
          bench,
          bench.onDisk(),
          comment.isBlank() ? "apply" : "apply: " + comment.strip());
    }
  }

  /** Writes the files of an older version back and brings them into force. */
  Reply rollback(long version) {
    create();
    try (DatabaseRecords records = DatabaseRecords.open(home.database());
        Workbench bench = bench()) {
      Versions versions = new Versions(records);
      if (version > versions.newest()) {
        return Reply.refused(
            "there is no version " + version + " of the policies: failovermon policy history");
      }
      SortedMap<String, String> files = versions.of(version);
      try (Compiled older = bench.compile(files)) {
        if (!older.good()) {
          return bad(
              older.problems(),
              "version "
                  + version
                  + " is not good any more, so nothing was changed; mend this first");
        }
      }
      Sources now = bench.onDisk();
      PolicyVersion kept =
          versions.next(
              now.texts(),
              who,
              "kept as it was before the rollback to version " + version,
              Instant.now());
      List<String> done = new ArrayList<>();
      if (kept != null) {
        SortedMap<String, String> before = new TreeMap<>(versions.files());
        versions.recorded(kept, now.texts());
        // A start begins with the newest version: what is only kept must not be that.
        PolicyVersion goesOn =
            versions.next(before, who, "what was in force goes on to be until then", Instant.now());
        List<Write> writes = new ArrayList<>(List.of(new Write.PutPolicyVersion(kept)));
        if (goesOn != null) {
          writes.add(new Write.PutPolicyVersion(goesOn));
        }
        commit(writes);
        versions.recorded(goesOn, before);
        done.add("kept what was on disk as version " + kept.number());
      }
      done.addAll(new Restoring(home).restore(files, now, false));
      Reply reply = take(versions, bench, bench.onDisk(), "rollback to version " + version);
      done.addAll(reply.messages());
      return new Reply(reply.exit(), done, reply.warnings(), reply.errors());
    }
  }

  /** Makes the database if there is none. */
  private void create() {
    try (SqliteStore _ = SqliteStore.open(options)) {
      home.openToReaders();
    }
  }

  private Reply take(Versions versions, Workbench bench, Sources sources, String because) {
    try (Compiled compiled = bench.compile(sources);
        DatabaseRecords records = DatabaseRecords.open(home.database())) {
      if (!compiled.good()) {
        return bad(
            compiled.problems(),
            because + ": nothing was brought into force; mend what is named above");
      }
      Instant now = Instant.now();
      Reconcile.Plan plan =
          Reconcile.plan(
              new SnapshotKnown(records.snapshot()), PolicySet.EMPTY, compiled.set(), now);
      if (!plan.refusals().isEmpty()) {
        return new Reply(Refusal.NOT_DONE, List.of(), List.of(), plan.refusals());
      }
      PolicyVersion version = versions.next(sources.texts(), who, because, now);
      List<Write> writes = new ArrayList<>();
      writes.addAll(plan.writes());
      if (version != null) {
        writes.add(new Write.PutPolicyVersion(version));
        writes.add(
            line(now, "policies", "version " + version.number() + " is in force: " + because));
      }
      plan.lines().forEach(line -> writes.add(line(now, line.subject(), line.text())));
      commit(writes);
      List<String> messages =
          new ArrayList<>(plan.lines().stream().map(Reconcile.Line::text).toList());
      messages.add(
          version == null
              ? "the files on disk are those of version " + versions.newest()
              : "recorded as version " + version.number() + "; a daemon begins with it");
      return new Reply(Refusal.DONE, messages, List.of(), List.of());
    }
  }

  private void commit(List<Write> writes) {
    if (writes.isEmpty()) {
      return;
    }
    Confirmation confirmation = new Confirmation();
    try (SqliteStore store = SqliteStore.open(options)) {
      store.start(confirmation);
      if (!store.commit(1, writes)) {
        throw Refusal.notDone("nothing was changed: the store takes no more writes");
      }
      confirmation.await(COMMIT_SECONDS);
    }
    confirmation.check();
  }

  private Write line(Instant now, String subject, String text) {
    return new Write.Append(new LogEntry(now, LogEntry.Kind.POLICY, subject, "", "", text, who));
  }

  private static Reply bad(List<Problem> problems, String sentence) {
    List<String> errors = new ArrayList<>(problems.stream().map(Problem::text).toList());
    errors.add(sentence);
    return new Reply(Refusal.NOT_DONE, List.of(), List.of(), errors);
  }
}
