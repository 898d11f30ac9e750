package org.failovermon.db;

import static org.failovermon.db.StorePropertiesTest.ids;
import static org.failovermon.db.StorePropertiesTest.texts;
import static org.failovermon.db.StorePropertiesTest.times;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/** Any writes about policies and checks. */
final class PolicyWrites {
  private PolicyWrites() {}

  static Arbitrary<Write> any() {
    return Arbitraries.oneOf(
        owned().map(Write.PutOwned::new),
        owned().map(each -> new Write.DeleteOwned(each.kind(), each.name())),
        states().map(Write.PutCheckState::new),
        checks().map(Write.DeleteCheck::new),
        incidents().map(Write.PutIncident::new),
        Combinators.combine(checks(), ids(), times()).as(Write.EndIncident::new),
        Combinators.combine(names(), texts(), times())
            .as((rule, key, at) -> new Write.RuleFired(new Firing(rule, key, at))),
        windows().map(Write.PutWindow::new),
        names().map(Write.DeleteWindow::new),
        versions().map(Write.PutPolicyVersion::new));
  }

  private static Arbitrary<Owned> owned() {
    return Combinators.combine(
            Arbitraries.of(Owned.Kind.class),
            Arbitraries.of("hosta", "HostA", "nightly", "hosta/smtp"),
            Arbitraries.of("policies/mail.groovy", "policies/ü/x y.groovy"),
            Arbitraries.integers().between(1, 10_000))
        .as((kind, name, file, line) -> new Owned(kind, name, new Place(file, line)));
  }

  private static Arbitrary<CheckState> states() {
    return Combinators.combine(
            checks(),
            Arbitraries.of(CheckVerdict.class),
            Arbitraries.of(true, false),
            times(),
            texts(),
            ids())
        .as(CheckState::new);
  }

  private static Arbitrary<Incident> incidents() {
    return Combinators.combine(checks(), ids(), times(), texts(), times().injectNull(0.5))
        .as(Incident::new);
  }

  private static Arbitrary<Maintenance> windows() {
    Arbitrary<Maintenance.Window> window =
        Arbitraries.oneOf(
            // a window lies in the years 1970 to 2199
            Arbitraries.longs().between(0, 7_000_000_000L).map(PolicyWrites::once),
            Arbitraries.longs()
                .between(1, 2_678_400)
                .map(
                    seconds ->
                        new Maintenance.Recurring(
                            "0 0 2 ? * SUN",
                            ZoneId.of("Europe/Berlin"),
                            Duration.ofSeconds(seconds))));
    return Combinators.combine(
            names(),
            Arbitraries.of(Set.<String>of(), Set.of("hosta"), Set.of("hosta", "www")),
            window)
        .as((name, subjects, when) -> new Maintenance(name, subjects, when, null));
  }

  private static Maintenance.Window once(long second) {
    Instant from = Instant.ofEpochSecond(second, 1 + second % 999_999_999);
    return new Maintenance.Once(from, from.plusSeconds(7_200));
  }

  private static Arbitrary<PolicyVersion> versions() {
    Arbitrary<PolicyVersion.FileChange> changes =
        Combinators.combine(
                Arbitraries.of("policies/a.groovy", "policies/b.groovy", "scripts/jobs/c.groovy"),
                texts().injectNull(0.3))
            .as(PolicyVersion.FileChange::new);
    return Combinators.combine(
            ids(),
            times(),
            texts(),
            changes.list().ofMaxSize(3).uniqueElements(PolicyVersion.FileChange::path))
        .as(
            (number, at, text, files) ->
                new PolicyVersion(
                    number,
                    at,
                    text,
                    text,
                    files.stream()
                        .sorted(java.util.Comparator.comparing(PolicyVersion.FileChange::path))
                        .toList()));
  }

  private static Arbitrary<String> checks() {
    return Arbitraries.of("www", "hosta/smtp");
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("patch-day", "three-losses");
  }
}
