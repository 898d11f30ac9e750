package org.failovermon.app.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.settings.Settings;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.live.FolderWatch;
import org.failovermon.dsl.live.SourceRoot;
import org.failovermon.dsl.live.SourceTree;
import org.failovermon.dsl.live.Sources;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.engine.action.InlineScripts;
import org.failovermon.engine.linux.BackgroundThreads;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the policies of a running daemon: loads them before the engine begins, takes edits into
 * force or holds them for apply, and keeps the last good set when an edit is bad. What is on disk
 * comes into force as a whole or not at all.
 *
 * <p>Thread-safe. All work is done on one thread of its own, one piece after the other.
 */
public final class PolicyRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyRoom.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AT_SECRETS = Duration.ofMillis(500);

  private final Home home;
  private final Settings.Policies settings;
  private final Workbench bench;
  private final Versions versions;
  private final Offers offers;
  private final SecretWatch secrets;
  private final ScheduledThreadPoolExecutor worker;
  private final FolderWatch watch;
  private final Changes changes = new Changes();
  private final InForce inForce;

  private Sources known;
  private volatile Sources latest;
  private volatile Standing standing = Standing.WELL;
  private boolean refused;
  private String secretFault = "";
  private Runnable applied = () -> {};

  /**
   * A room that begins with {@link #begin}.
   *
   * @param start what the engine begins with
   * @param bench closed with this
   */
  public PolicyRoom(
      Home home, Settings.Policies settings, PolicyStart start, Workbench bench, Inbox engine) {
    this.home = home;
    this.settings = settings;
    this.bench = bench;
    this.versions = start.versions();
    this.offers = new Offers(engine, versions);
    this.secrets = new SecretWatch(bench.secrets());
    this.inForce = new InForce(start.compiled(), start.texts(), versions);
    this.known = start.onDisk();
    this.latest = start.onDisk();
    this.standing =
        settings.autoApply()
            ? start.standing()
            : new Standing(start.standing().trouble(), waiting(start.onDisk()));
    this.refused = start.refused();
    changes.see(start.onDisk());
    this.worker = new ScheduledThreadPoolExecutor(1, BackgroundThreads.named("policy-room"));
    this.watch =
        new FolderWatch(
            new SourceTree(bench.roots()), start.onDisk(), settings.debounce(), this::noticed);
  }

  /**
   * Begins to watch, once the engine runs.
   *
   * @param start as the room was made with
   * @param changed called after each change of what is in force
   */
  public void begin(PolicyStart start, Runnable changed) {
    inBackground(
        () -> {
          applied = changed;
          started(start);
        });
    var _ =
        worker.scheduleWithFixedDelay(
            this::lookAgain, LOOK_AGAIN.toMillis(), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    long every = LOOK_AT_SECRETS.toMillis();
    var _ = worker.scheduleWithFixedDelay(this::lookAtSecrets, every, every, TimeUnit.MILLISECONDS);
    watch.start();
  }

  /** The engine may have refused what it started with: a monitor of it was added by command. */
  private void started(PolicyStart start) {
    String trouble = offers.trouble();
    if (start.compiled() != null && !trouble.isEmpty()) {
      inForce.replace(null, new TreeMap<>());
      refuse(start.because(), Reply.refused(trouble));
      return;
    }
    versions.recorded(start.version(), start.texts());
    applied.run();
    tell();
    inForce.warm();
  }

  /** How the policies on disk stand to those in force. */
  public Standing standing() {
    return standing;
  }

  /** What is in force; empty when nothing is. */
  public PolicySet set() {
    return inForce.set();
  }

  /** Whether edits come into force by themselves. */
  public boolean autoApply() {
    return settings.autoApply();
  }

  /** The action scripts that belong to the policies in force. */
  public InlineScripts scripts() {
    return inForce;
  }

  /** An operator changed something: a set that was refused may be acceptable now. */
  public void operatorDid() {
    inBackground(
        () -> {
          if (refused && settings.autoApply()) {
            take(known, owners(), "after an operator's command");
          }
        });
  }

  /**
   * Brings what is on disk into force.
   *
   * @param who who wants it
   * @param comment why; may be empty
   * @return completed when it is in force, or refused
   */
  public CompletableFuture<Reply> apply(String who, String comment) {
    return submit(
        () -> {
          lookNow();
          return take(known, who, comment.isBlank() ? "apply" : "apply: " + comment.strip());
        });
  }

  /**
   * Writes the files of an older version back and brings them into force. What is on disk is kept
   * as a version before; where nothing is in force, as files beside.
   *
   * @return completed when it is in force, or refused
   */
  public CompletableFuture<Reply> rollback(String who, long version) {
    return submit(() -> goBack(who, version));
  }

  private <T> CompletableFuture<T> submit(java.util.concurrent.Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      worker.execute(
          () -> {
            try {
              done.complete(work.call());
            } catch (Throwable e) { // whoever waits must hear of it, whatever it is
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(Refusal.because(e, "the daemon stops"));
    }
    return done;
  }

  private void inBackground(Runnable work) {
    try {
      worker.execute(
          () -> {
            try {
              work.run();
            } catch (Throwable e) {
              broken(e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the daemon stops; its policies are not judged any more");
    }
  }

  /** Called by the watch, which must not wait: later states overtake this one. */
  private void noticed(Sources sources) {
    latest = sources;
    inBackground(() -> editedUnlessOvertaken(sources));
  }

  @SuppressWarnings("ReferenceEquality") // the very same look, not an equal one
  private void editedUnlessOvertaken(Sources sources) {
    if (latest == sources) {
      edited(sources);
    }
  }

  private void edited(Sources sources) {
    String because = Changes.edits(sources.changedAgainst(known));
    known = sources;
    changes.see(sources);
    if (settings.autoApply()) {
      take(sources, owners(), because);
    } else {
      List<String> waiting = waiting(sources);
      standing = new Standing(standing.trouble(), waiting);
      if (waiting.isEmpty()) {
        LOG.info("{}; no edit waits for failovermon policy apply", because);
      } else {
        LOG.info("{}; it waits for failovermon policy apply", because);
      }
    }
  }

  /** What was wrong may have become right by itself: a script that is there now, a secret. */
  private void lookAgain() {
    try {
      if (standing.trouble() != null && !refused && settings.autoApply()) {
        take(known, owners(), "what was missing is there now");
      }
    } catch (Throwable e) { // whatever it is, it must not be the last look: the timer would stop
      broken(e);
    }
  }

  private void lookAtSecrets() {
    try {
      List<String> names = secrets.look(inForce.secrets(), System.nanoTime());
      if (!names.isEmpty()) {
        changed(names);
      }
    } catch (Throwable e) { // as above
      broken(e);
    }
  }

  /**
   * What is in force is compiled with the secrets as they are now; edits that wait, or are bad, are
   * no reason to go on with an old password. Where nothing is edited the trouble there may be is
   * that of the files on disk, and heals as theirs does.
   */
  private void changed(List<String> names) {
    String because = Changes.secrets(names);
    if (settings.autoApply() && !refused && known.texts().equals(inForce.texts())) {
      take(known, owners(), because);
      return;
    }
    Compiled fresh = bench.compile(inForce.texts());
    String fault =
        fresh.good() ? "" : fresh.problems().getFirst().sentence() + "; the value before stays";
    if (fresh.good()) {
      inForce.tries(fresh);
      Reply reply = offers.take(owners(), because, fresh.set(), null, inForce.texts());
      fault = reply.exit() == Refusal.DONE ? "" : String.join("; ", reply.errors());
    }
    if (fault.isEmpty()) {
      secretFault = "";
      replace(fresh, inForce.texts());
      return;
    }
    inForce.givesUp(fresh);
    if (!fault.equals(secretFault)) { // not each time
      secretFault = fault;
      LOG.warn("policies: {}: {}", because, fault);
      offers.note(because + ": " + fault);
    }
  }

  /** An edit that we could not judge is not in force, and that must be seen; it is tried again. */
  private void broken(Throwable e) {
    refused = false;
    Standing.Trouble trouble =
        Standing.refused(
            "the policies on disk could not be judged; " + stays(),
            List.of(
                "an error of failovermon itself ("
                    + e.getClass().getSimpleName()
                    + "); failovermon's log says more"),
            Instant.now());
    if (!trouble.saysWhat(standing.trouble())) { // not each time
      LOG.error("the policies could not be judged: an error of failovermon itself", e);
    }
    trouble(trouble);
  }

  /** Compiles and brings into force, or says why not. */
  private Reply take(Sources sources, String who, String because) {
    Compiled fresh = bench.compile(sources);
    boolean keep = false;
    try {
      if (!fresh.good()) {
        return bad(fresh.problems(), because);
      }
      inForce.tries(fresh);
      PolicyVersion version = versions.next(sources.texts(), who, because, Instant.now());
      Reply reply = offers.take(who, because, fresh.set(), version, sources.texts());
      if (reply.exit() != Refusal.DONE) {
        refuse(because, reply);
        return reply;
      }
      keep = true;
      swap(fresh, sources.texts());
      return Changes.brought(reply, version, versions.newest());
    } finally {
      if (!keep) {
        inForce.givesUp(fresh);
      }
    }
  }

  private void swap(Compiled fresh, SortedMap<String, String> texts) {
    refused = false;
    if (standing.trouble() != null) {
      LOG.info("the policies on disk are in force again");
    }
    standing = Standing.WELL;
    replace(fresh, texts);
  }

  private void replace(Compiled fresh, SortedMap<String, String> texts) {
    List<String> names = SecretWatch.changed(inForce.secrets(), fresh.secrets());
    inForce.replace(fresh, texts);
    if (!names.isEmpty()) {
      String text = Changes.secrets(names) + "; what uses it goes on with the new value";
      LOG.info("policies: {}", text);
      offers.note(text);
    }
    applied.run();
    inForce.warm();
  }

  /** The files whose edits wait: programs, and scripts that no policy names, do not. */
  private List<String> waiting(Sources sources) {
    return Changes.paths(inForce.texts(), sources.texts()).stream()
        .filter(path -> path.startsWith(SourceRoot.POLICIES + "/") || inForce.holds(path))
        .toList();
  }

  private Reply bad(List<Problem> problems, String because) {
    refused = false;
    String sentence = because + ": not in force, " + count(problems.size()) + "; " + stays();
    trouble(Standing.trouble(sentence, problems, Instant.now()));
    List<String> errors = new ArrayList<>(problems.stream().map(Problem::text).toList());
    errors.add(sentence);
    return new Reply(Refusal.NOT_DONE, List.of(), List.of(), errors);
  }

  private void refuse(String because, Reply reply) {
    refused = offers.recorded(); // otherwise it is taken as soon as the store works again
    String sentence = because + ": refused; " + stays();
    trouble(Standing.refused(sentence, reply.errors(), Instant.now()));
  }

  private String stays() {
    return !inForce.any()
        ? "no policies are in force"
        : versions.newest() == 0
            ? "what was in force before stays"
            : "the last good set stays in force";
  }

  private void trouble(Standing.Trouble trouble) {
    Standing before = standing;
    standing = before.with(trouble);
    if (!trouble.saysWhat(before.trouble())) {
      tell();
    }
  }

  /** Writes the trouble there is into the log and the journal. */
  private void tell() {
    Standing.Trouble trouble = standing.trouble();
    if (trouble == null) {
      return;
    }
    String text =
        trouble.problems().isEmpty()
            ? trouble.sentence()
            : trouble.sentence() + ": " + trouble.problems().getFirst();
    LOG.warn("policies: {}", text);
    offers.note(text);
  }

  private Reply goBack(String who, long version) {
    if (version > versions.newest()) {
      return Reply.refused(
          "there is no version " + version + " of the policies: failovermon policy history");
    }
    SortedMap<String, String> files = versions.of(version);
    try (Compiled older = bench.compile(files)) {
      if (!older.good()) {
        List<String> errors = new ArrayList<>();
        older.problems().forEach(problem -> errors.add(problem.text()));
        errors.add(
            "version "
                + version
                + " is not good any more, so nothing was changed; mend this first");
        return new Reply(Refusal.NOT_DONE, List.of(), List.of(), errors);
      }
    }
    lookNow();
    List<String> done = new ArrayList<>();
    boolean any = inForce.any();
    if (any) {
      PolicyVersion kept =
          versions.next(
              known.texts(),
              who,
              "kept as it was before the rollback to version " + version,
              Instant.now());
      if (kept != null) {
        Reply reply = offers.take(who, kept.because(), inForce.set(), kept, known.texts());
        if (reply.exit() != Refusal.DONE) {
          return reply;
        }
        done.add("kept what was on disk as version " + kept.number());
        goOnWith(who);
      }
    }
    done.addAll(new Restoring(home).restore(files, known, !any));
    lookNow();
    Reply reply = take(known, who, "rollback to version " + version);
    done.addAll(reply.messages());
    if (reply.exit() == Refusal.DONE) {
      done.add("the files of version " + version + " are in force");
    }
    return new Reply(reply.exit(), done, reply.warnings(), reply.errors());
  }

  /**
   * Where edits wait for apply the newest version is what a start begins with: what was only kept
   * must not be that, should the rollback end in the middle.
   */
  private void goOnWith(String who) {
    SortedMap<String, String> texts = inForce.texts();
    PolicyVersion same =
        settings.autoApply()
            ? null
            : versions.next(texts, who, "what is in force goes on to be until then", Instant.now());
    if (same != null) {
      offers.take(who, same.because(), inForce.set(), same, texts);
    }
  }

  private void lookNow() {
    known = watch.now();
    latest = known;
    changes.see(known);
  }

  /** Who owns the files that would be brought into force. */
  private String owners() {
    return changes.owners(Changes.paths(versions.files(), known.texts()));
  }

  private static String count(int problems) {
    return problems == 1 ? "1 error" : problems + " errors";
  }

  /** Ends the watch; runs under way keep their version. */
  @Override
  public void close() {
    watch.close();
    worker.shutdownNow();
    bench.close();
  }
}
