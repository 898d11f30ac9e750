package org.failovermon.engine.sim;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.PoliciesAtStart;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The policy files of one machine, already compiled. An edit is offered to the engine that runs; an
 * engine that starts is given what the files say then.
 */
public final class SimPolicies {
  private static final String FILE = "policies/all.groovy";

  private final World world;
  private final Observer machine;
  private final SimOperator operator;
  private PolicySet files = PolicySet.EMPTY;
  private PolicySet answered = PolicySet.EMPTY;
  private boolean usable = true;
  private long edits;
  private long offered;
  private @Nullable Supplier<PoliciesAtStart> reader;

  SimPolicies(World world, Observer machine, SimOperator operator) {
    this.world = world;
    this.machine = machine;
    this.operator = operator;
  }

  /** What the files say. */
  public PolicySet files() {
    return files;
  }

  /** Either of these is in force: an engine that was given a set may not have answered yet. */
  List<PolicySet> inQuestion() {
    return List.of(files, answered);
  }

  /** Saves the files; an engine that runs is given the set. */
  public void edit(PolicySet set) {
    files = set;
    usable = true;
    edits++;
    world.say(machine.name(), "its policies are edited");
    machine.inThisProcess(
        () ->
            machine.offer(
                new Event.ApplyPolicies(
                    "operator", "edited " + FILE, set, version(), this::answered)));
  }

  /**
   * Damages the files, and the version in the database with them: an engine that starts cannot use
   * them; one that runs goes on with what it has.
   */
  public void damage() {
    usable = false;
    world.say(machine.name(), "its policies are damaged");
  }

  /** Has each engine from now on start with what the reader says, whatever the files here say. */
  public void readBy(Supplier<PoliciesAtStart> newReader) {
    reader = newReader;
  }

  /**
   * Gives the engine that runs a set as it is, as the daemon does with what it has compiled. The
   * answer is heard by who wished it, unless the engine dies before.
   */
  public void apply(Event.ApplyPolicies wish) {
    PolicySet before = files;
    answered = before;
    files = wish.set();
    world.say(machine.name(), "its policies: " + wish.because());
    machine.inThisProcess(
        () ->
            machine.offer(
                new Event.ApplyPolicies(
                    wish.who(),
                    wish.because(),
                    wish.set(),
                    wish.version(),
                    reply -> {
                      if (reply.exit() != 0) {
                        files = before;
                      }
                      answered = files;
                      answered(reply);
                      wish.reply().accept(reply);
                    })));
  }

  /** The engine that runs is told of something by the process around it; nothing if it is gone. */
  public void tell(Event event) {
    machine.inThisProcess(() -> machine.offer(event));
  }

  PoliciesAtStart atStart() {
    if (reader != null) {
      PoliciesAtStart start = reader.get();
      if (start instanceof PoliciesAtStart.Usable usable) {
        files = usable.set();
        answered = files;
      }
      return start;
    }
    if (!usable) {
      return new PoliciesAtStart.Unusable(FILE + ":1: unexpected end of file");
    }
    return new PoliciesAtStart.Usable("operator", "the start", files, changed() ? version() : null);
  }

  private PolicyVersion version() {
    offered = Math.max(offered, machine.disk().image().snapshot().policy().version()) + 1;
    return new PolicyVersion(
        offered,
        Instant.EPOCH,
        "operator",
        "edited " + FILE,
        List.of(new PolicyVersion.FileChange(FILE, "edit " + edits)));
  }

  /** Whether the files differ from those of the newest version. */
  private boolean changed() {
    List<PolicyVersion> versions = machine.disk().image().policyVersions();
    String content =
        versions.isEmpty() ? "edit 0" : versions.getLast().changes().getFirst().content();
    return !("edit " + edits).equals(content);
  }

  private void answered(Reply reply) {
    operator.say(reply);
  }
}
