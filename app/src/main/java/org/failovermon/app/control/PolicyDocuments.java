package org.failovermon.app.control;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.failovermon.app.Refusal;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.EngineView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What policies describe, and their versions, as JSON objects; see {@link Documents}. */
final class PolicyDocuments {
  private PolicyDocuments() {}

  /** Where each entry of a kind is written, by its key. */
  static Map<String, Place> places(Collection<Owned> owned, Owned.Kind kind) {
    Map<String, Place> places = new HashMap<>();
    for (Owned each : owned) {
      if (each.kind() == kind) {
        places.put(each.key(), each.place());
      }
    }
    return places;
  }

  /** Says where an entry comes from: the file and line, or null where a command made it. */
  static ObjectNode origin(ObjectNode json, @Nullable Place place) {
    if (place == null) {
      json.putNull("origin");
    } else {
      json.put("origin", place.toString());
    }
    return json;
  }

  static ObjectNode windows(Snapshot recorded, @Nullable EngineView view) {
    ObjectNode json = Json.object();
    ArrayNode windows = json.putArray("maintenance");
    if (view != null) {
      for (EngineView.WindowView window : view.windows()) {
        windows.add(window(window.window()).put("on", window.on()).put("change", time(window)));
      }
      return json;
    }
    recorded.policy().windows().forEach(window -> windows.add(window(window)));
    places(recorded.policy().owned(), Owned.Kind.WINDOW)
        .forEach(
            (name, place) -> {
              ObjectNode window = Json.object().put("name", name).putNull("subjects");
              windows.add(origin(window, place));
            });
    return json;
  }

  private static @Nullable String time(EngineView.WindowView window) {
    return Json.instant(window.change());
  }

  private static ObjectNode window(Maintenance window) {
    return origin(Documents.maintenance(window), window.place());
  }

  static ObjectNode checks(Snapshot recorded, @Nullable EngineView view) {
    ObjectNode json = Json.object();
    ArrayNode checks = json.putArray("checks");
    if (view != null) {
      view.checks().forEach(check -> checks.add(check(check)));
      return json;
    }
    Map<String, Place> places = places(recorded.policy().owned(), Owned.Kind.CHECK);
    SortedMap<String, ObjectNode> all = new TreeMap<>();
    for (CheckState state : recorded.policy().checkStates()) {
      all.put(state.check(), origin(state(state), places.get(state.check())));
    }
    all.values().forEach(checks::add);
    return json;
  }

  static ObjectNode check(EngineView.CheckView check) {
    ObjectNode json = origin(state(check.state()), check.spec().place());
    json.put("in_row", check.inRow())
        .put("interval_s", Json.seconds(check.spec().interval()))
        .put("timeout_s", Json.seconds(check.spec().timeout()))
        .put("fail_after", check.spec().failAfter())
        .put("recover_after", check.spec().recoverAfter())
        .put("next_s", Json.seconds(check.next()));
    CheckResult last = check.last();
    if (last == null || check.ago() == null) {
      return json.putNull("last");
    }
    ObjectNode result =
        Json.object()
            .put("status", last.status().word())
            .put("text", last.text())
            .put("took_s", Json.seconds(last.took()))
            .put("ago_s", Json.seconds(check.ago()));
    ArrayNode figures = result.putArray("figures");
    for (CheckResult.Figure figure : last.figures()) {
      figures.add(
          Json.object()
              .put("label", figure.label())
              .put("value", figure.value())
              .put("unit", figure.unit()));
    }
    json.set("last", result);
    return json;
  }

  private static ObjectNode state(CheckState state) {
    return Json.object()
        .put("check", state.check())
        .put("verdict", state.verdict().word())
        .put("flapping", state.flapping())
        .put("since", Json.instant(state.since()))
        .put("because", state.because())
        .put("incident", state.incident());
  }

  static ObjectNode rules(Snapshot recorded, @Nullable EngineView view) {
    ObjectNode json = Json.object();
    ArrayNode rules = json.putArray("rules");
    if (view != null) {
      for (EngineView.RuleView rule : view.rules()) {
        rules.add(
            rule(rule.spec().name(), rule.spec().place(), rule.lastActed())
                .put("action", rule.spec().action().text())
                .put("last_word", rule.lastWord()));
      }
      return json;
    }
    Map<String, Instant> acted = new HashMap<>();
    for (Firing firing : recorded.policy().firings()) {
      acted.put(firing.rule(), firing.at());
    }
    Map<String, Place> places = places(recorded.policy().owned(), Owned.Kind.RULE);
    for (String name : new TreeSet<>(places.keySet())) {
      rules.add(rule(name, places.get(name), acted.get(name)));
    }
    return json;
  }

  private static ObjectNode rule(String name, @Nullable Place place, @Nullable Instant lastActed) {
    return origin(Json.object().put("rule", name), place)
        .put("last_acted", Json.instant(lastActed));
  }

  static ObjectNode history(List<Records.Version> versions) {
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("versions");
    versions.forEach(version -> array.add(version(version)));
    return json;
  }

  private static ObjectNode version(Records.Version version) {
    ObjectNode json =
        Json.object()
            .put("version", version.number())
            .put("at", Json.instant(version.at()))
            .put("who", version.who())
            .put("because", version.because());
    ArrayNode changed = json.putArray("changed");
    version.changed().forEach(changed::add);
    ArrayNode gone = json.putArray("gone");
    version.gone().forEach(gone::add);
    return json;
  }

  /**
   * The files of a version.
   *
   * @param wanted its number, or 0 for the newest
   * @throws Refusal when there is no such version
   */
  static ObjectNode files(Records records, long wanted) {
    List<Records.Version> newest = records.policyVersions(1);
    long last = newest.isEmpty() ? 0 : newest.getFirst().number();
    if (wanted == 0 && last == 0) {
      ObjectNode none = Json.object().put("version", 0);
      none.putObject("files");
      return none;
    }
    if (wanted > last) {
      throw Refusal.notDone(
          "there is no version "
              + wanted
              + " of the policies; "
              + (last == 0 ? "none was ever in force" : "the newest is " + last)
              + ": failovermon policy history");
    }
    long number = wanted == 0 ? last : wanted;
    ObjectNode json = wanted == 0 ? version(newest.getFirst()) : Json.object();
    json.put("version", number);
    ObjectNode files = json.putObject("files");
    new TreeMap<>(records.policyFiles(number)).forEach(files::put);
    return json;
  }
}
