package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;

class SetDifferenceTest {
  private static MonitorPolicy monitor(String host, int seconds, int line) {
    HostName name = new HostName(host);
    MonitorSpec spec =
        new MonitorSpec(
            name,
            Duration.ofSeconds(seconds),
            3,
            Duration.ofSeconds(1),
            new ScriptRef("take.groovy"),
            ScriptRef.DEFAULT_REGAIN,
            true);
    return new MonitorPolicy(
        spec,
        List.of(new CommPath(name, name.value(), 0, true)),
        true,
        MonitorPolicy.Members.HEARTBEAT,
        List.of(),
        null,
        new Place("policies/a.groovy", line));
  }

  private static PolicySet set(MonitorPolicy... monitors) {
    return new PolicySet(List.of(monitors), List.of(), List.of(), List.of(), List.of());
  }

  private static List<String> between(PolicySet before, PolicySet after) {
    return SetDifference.between(before, after).stream()
        .map(SetDifference.Entry::sentence)
        .toList();
  }

  @Test
  void saysWhatIsNewGoneAndChangedWithTheValues() {
    assertEquals(
        List.of(
            "~ monitor hostA: interval 60 s → 30 s (policies/a.groovy:2)",
            "- monitor hostB (policies/a.groovy:5)",
            "+ monitor hostC (policies/a.groovy:9)"),
        between(
            set(monitor("hostA", 60, 1), monitor("hostB", 60, 5)),
            set(monitor("hostA", 30, 2), monitor("hostC", 60, 9))));
  }

  @Test
  void doesNotCountThatAnEntryMoved() {
    assertEquals(List.of(), between(set(monitor("hostA", 60, 1)), set(monitor("hostA", 60, 44))));
  }

  @Test
  void neverShowsASecret() {
    record Probing(Secret password, Optional<String> none) {}
    String shown =
        SetDifference.values(
                new Probing(new Secret("mail", "hunter2"), Optional.empty()),
                new Probing(new Secret("mail", "hunter3"), Optional.empty()))
            .toString();
    assertEquals("[password changed]", shown);
    assertFalse(shown.contains("hunter"));
  }
}
