package org.failovermon.db;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.model.Snapshot.PolicyPart;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/**
 * The part of a numbered batch that is about policies: its number stands in each table, and each
 * batch takes back what the one before it added. So a look at the database tells which batch was
 * the last, and whether all of it is there.
 */
final class PolicyBatch {
  private static final String CHECK = "hosta/smtp";
  private static final String RULE = "tell";
  private static final String FILE = "policies/a.groovy";

  private PolicyBatch() {}

  static List<Write> of(long number) {
    List<Write> writes = new ArrayList<>();
    if (number > 1) {
      writes.add(new Write.DeleteOwned(Owned.Kind.JOB, "job-" + (number - 1)));
      writes.add(new Write.EndIncident(CHECK, number - 1, at(number)));
      writes.add(new Write.DeleteWindow("window-" + (number - 1)));
    }
    writes.add(new Write.PutOwned(owned(number)));
    writes.add(new Write.PutCheckState(state(number)));
    writes.add(new Write.PutIncident(incident(number, null)));
    writes.add(new Write.RuleFired(firing(number)));
    writes.add(new Write.PutWindow(window(number)));
    writes.add(new Write.PutPolicyVersion(version(number)));
    return writes;
  }

  /** What is there after the batches up to this one. */
  static PolicyPart after(long number) {
    List<Firing> firings = new ArrayList<>();
    List<Instant> incidents = new ArrayList<>();
    for (long each = 1; each <= number; each++) {
      if (each > number - PolicyPart.MOST_FIRINGS) {
        firings.add(firing(each));
      }
      if (each > number - PolicyPart.MOST_TIMES) {
        incidents.add(at(each));
      }
    }
    return new PolicyPart(
        List.of(owned(number)),
        List.of(state(number)),
        Map.of(CHECK, number),
        firings,
        Map.of(),
        Map.of(CHECK, incidents),
        List.of(window(number)),
        number);
  }

  /** The newest incidents, newest first: the last is open, the one before it has ended. */
  static List<Incident> newestIncidents(long number) {
    return number == 1
        ? List.of(incident(1, null))
        : List.of(incident(number, null), incident(number - 1, at(number)));
  }

  static Map<String, String> files(long number) {
    return Map.of(FILE, text(number));
  }

  static PolicyVersion version(long number) {
    return new PolicyVersion(
        number,
        at(number),
        "root",
        "edited " + FILE,
        List.of(new PolicyVersion.FileChange(FILE, text(number))));
  }

  private static String text(long number) {
    return "monitor('hosta') { retries " + number + " }\n";
  }

  private static Instant at(long number) {
    return Samples.NOW.plusSeconds(number);
  }

  private static Owned owned(long number) {
    return new Owned(Owned.Kind.JOB, "job-" + number, new Place(FILE, (int) number));
  }

  private static CheckState state(long number) {
    return new CheckState(
        CHECK, CheckVerdict.FAILED, false, at(number), "3 failures in a row", number);
  }

  private static Incident incident(long number, @org.jspecify.annotations.Nullable Instant ended) {
    return new Incident(CHECK, number, at(number), "3 failures in a row", ended);
  }

  private static Firing firing(long number) {
    return new Firing(RULE, "incident " + number, at(number));
  }

  private static Maintenance window(long number) {
    Maintenance.Window when =
        number % 2 == 0
            ? new Maintenance.Once(at(number), at(number + 1))
            : new Maintenance.Recurring("0 0 2 * * ?", ZoneOffset.UTC, Duration.ofSeconds(number));
    return new Maintenance("window-" + number, Set.of("hosta", "host-" + number), when, null);
  }
}
