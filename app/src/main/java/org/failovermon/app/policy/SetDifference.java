package org.failovermon.app.policy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.ProbeCode;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.jspecify.annotations.Nullable;

/**
 * What two sets of policies say differently, entry by entry. That an entry has moved to another
 * place is no difference. Secrets are named, never shown. Pure.
 */
public final class SetDifference {
  private SetDifference() {}

  /**
   * One entry that differs.
   *
   * @param kind "monitor", "check", "rule", "job" or "maintenance window"
   * @param name its name
   * @param change "new", "gone" or "changed"
   * @param values what changed: "interval 60 s → 30 s"; empty for what is new or gone
   * @param place where the policy says it: now, or until now for what is gone
   */
  public record Entry(
      String kind, String name, String change, List<String> values, @Nullable Place place) {
    /** The difference as one line. */
    public String sentence() {
      String head =
          switch (change) {
            case "new" -> "+ ";
            case "gone" -> "- ";
            default -> "~ ";
          };
      return head
          + kind
          + " "
          + name
          + (values.isEmpty() ? "" : ": " + String.join(", ", values))
          + (place == null ? "" : " (" + place + ")");
    }
  }

  /** The entries that differ: monitors, checks, rules, jobs, windows, each by name. */
  public static List<Entry> between(PolicySet before, PolicySet after) {
    List<Entry> entries = new ArrayList<>();
    add(
        entries,
        "monitor",
        before.monitors(),
        after.monitors(),
        monitor -> monitor.spec().host().value(),
        MonitorPolicy::place);
    add(entries, "check", before.checks(), after.checks(), CheckSpec::name, CheckSpec::place);
    add(entries, "rule", before.rules(), after.rules(), RuleSpec::name, RuleSpec::place);
    add(entries, "job", before.jobs(), after.jobs(), job -> job.job().name(), JobPolicy::place);
    add(
        entries,
        "maintenance window",
        before.windows(),
        after.windows(),
        Maintenance::name,
        Maintenance::place);
    return entries;
  }

  private static <T extends Record> void add(
      List<Entry> entries,
      String kind,
      Collection<T> before,
      Collection<T> after,
      Function<T, String> name,
      Function<T, @Nullable Place> place) {
    Map<String, T> old = before.stream().collect(Collectors.toMap(name, each -> each));
    Map<String, T> now = after.stream().collect(Collectors.toMap(name, each -> each));
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    for (String each : names) {
      T was = old.get(each);
      T is = now.get(each);
      if (was == null && is != null) {
        entries.add(new Entry(kind, each, "new", List.of(), place.apply(is)));
      } else if (is == null && was != null) {
        entries.add(new Entry(kind, each, "gone", List.of(), place.apply(was)));
      } else if (is != null && was != null) {
        List<String> values = values(was, is);
        if (!values.isEmpty()) {
          entries.add(new Entry(kind, each, "changed", values, place.apply(is)));
        }
      }
    }
  }

  /** What differs between two values, part by part; both are of one class. */
  static List<String> values(Record was, Record is) {
    List<String> values = new ArrayList<>();
    differences("", was, is, values);
    return values;
  }

  private static void differences(
      String name, @Nullable Object was, @Nullable Object is, List<String> found) {
    if (Objects.equals(was, is) || was instanceof Place || is instanceof Place) {
      return;
    }
    if (was instanceof Record old && is instanceof Record now && was.getClass() == is.getClass()) {
      Map<String, @Nullable Object> before = parts(old);
      Map<String, @Nullable Object> after = parts(now);
      boolean single = before.size() == 1;
      before.forEach(
          (part, value) -> differences(single ? name : part, value, after.get(part), found));
      return;
    }
    String before = show(was);
    String after = show(is);
    found.add(name + (before.equals(after) ? " changed" : " " + before + " → " + after));
  }

  private static Map<String, @Nullable Object> parts(Record values) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      try {
        parts.put(component.getName(), component.getAccessor().invoke(values));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("a value of a policy cannot be read: " + component, e);
      }
    }
    return parts;
  }

  private static String show(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Duration duration -> Durations.show(duration);
      case ProbeCode _ -> "code";
      case Collection<?> many ->
          many.isEmpty()
              ? "none"
              : many.stream().map(SetDifference::show).collect(Collectors.joining(", ", "[", "]"));
      case Record values ->
          parts(values).values().stream()
              .filter(part -> part != null && !(part instanceof Place))
              .map(SetDifference::show)
              .collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }
}
