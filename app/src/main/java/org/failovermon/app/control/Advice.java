package org.failovermon.app.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.RunKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator who has never seen this installation should do next, worked out from the status
 * document: each piece is a sentence and the commands that go with it, the most urgent first. Empty
 * when all is well.
 */
final class Advice {
  /** What so many hosts need is said of each; what more need, once. */
  private static final int FEW = 5;

  private final JsonNode status;
  private final ArrayNode next;
  private final Set<Long> told = new LinkedHashSet<>();
  private final Set<Need> crowds = EnumSet.noneOf(Need.class);

  private Advice(ObjectNode status) {
    this.status = status;
    this.next = status.putArray("next");
  }

  /** Adds the member {@code next} to a status document. */
  static void add(ObjectNode status) {
    Advice advice = new Advice(status);
    advice.aboutDaemon();
    advice.aboutStore();
    for (JsonNode monitor : status.path("monitors")) {
      if (monitor.path("open_outage").asLong(0) > 0) {
        advice.aboutMonitor(monitor);
      }
    }
    status.path("open_runs").forEach(advice::aboutRun);
    status.path("failed_runs").forEach(advice::aboutRun);
    status.path("recent_runs").forEach(advice::aboutRun);
    for (JsonNode monitor : status.path("monitors")) {
      if (monitor.path("open_outage").asLong(0) == 0) {
        advice.aboutMonitor(monitor);
      }
    }
    status.path("script_problems").forEach(advice::aboutScript);
    advice.aboutPolicies(status.path("policies"));
    if (!status.path("daemon").path("tells_people").asBoolean(true)) {
      advice.say(
          "Nobody is told when a host is lost: the configuration has neither [notify] nor [mail]."
              + " Add one to failovermon.toml in "
              + status.path("daemon").path("config").asString("")
              + ", then stop and start the daemon.");
    }
    if (status.path("monitors").isEmpty() && status.path("checks").isEmpty()) {
      advice.say(
          "Nothing is watched yet. Add a host, or describe it in policies/.",
          "failovermon add HOST --interval 60s --retries 3 --at-reboot --start");
    }
  }

  private void say(String sentence, String... commands) {
    ObjectNode piece = next.addObject().put("sentence", sentence);
    ArrayNode array = piece.putArray("commands");
    for (String command : commands) {
      array.add(command);
    }
  }

  private void aboutDaemon() {
    if (!status.path("daemon").isNull()) {
      return;
    }
    if (status.path("daemon_silent").asBoolean(false)) {
      say(status.path("notices").path(0).asString(""));
      return;
    }
    long started = 0;
    for (JsonNode monitor : status.path("monitors")) {
      started += monitor.path("started").asBoolean(false) ? 1 : 0;
    }
    if (started > 0) {
      say(
          "The daemon does not run: nobody watches the "
              + count(started, "host")
              + " that should be watched; what is shown here is the last that was recorded.",
          "failovermon daemon start");
    }
  }

  /** Before all that a run needs: without a disk nothing runs. */
  private void aboutStore() {
    String fault = status.path("store_fault").asString("");
    if (!fault.isEmpty()) {
      say(sentence("Nothing can be recorded, and no script starts before it can: " + fault));
    }
  }

  private void aboutRun(JsonNode run) {
    long id = run.path("run").asLong(0);
    if (!told.add(id)) {
      return;
    }
    String name =
        "Run "
            + id
            + " ("
            + run.path("kind").asString("")
            + " "
            + run.path("script").asString("")
            + " of "
            + run.path("subject").asString("")
            + ")";
    switch (run.path("status").asString("")) {
      case "unknown" -> {
        boolean goesOn = run.path("program_pid").isNumber();
        boolean mayRetry = !goesOn && calledFor(run);
        say(
            name
                + " is unknown: failovermon ended while it ran, so it may have done all, some or"
                + " nothing. "
                + (goesOn
                    ? "Its program, process "
                        + run.path("program_pid").asString("")
                        + ", still runs. "
                    : "")
                + "It is not repeated by itself, and "
                + (run.path("kind").asString("").equals(RunKind.JOB.word())
                    ? "the job is left out each time it comes due"
                    : "later runs of " + run.path("subject").asString("") + " wait for it")
                + ". Look, then "
                + (mayRetry ? "run it again or " : "")
                + "dismiss it.",
            commands(id, mayRetry));
      }
      case "failed", "timed out" -> {
        if (!retried(id) && fresh(run)) {
          boolean mayRetry = calledFor(run);
          say(
              name
                  + " "
                  + run.path("status").asString("")
                  + ": "
                  + sentence(run.path("result").asString(""))
                  + " See what it printed; mend the cause, then "
                  + (mayRetry ? "run it again, or " : "")
                  + "dismiss it.",
              commands(id, mayRetry));
        }
      }
      default -> {
        // queued, running, succeeded, skipped and dismissed runs need nobody
      }
    }
  }

  private String[] commands(long id, boolean mayRetry) {
    String show = "failovermon show " + id;
    String dismiss = "failovermon run dismiss " + id;
    return mayRetry
        ? new String[] {show, "failovermon run retry " + id, dismiss}
        : new String[] {show, dismiss};
  }

  /** Whether a retry would be taken: what called for the run is not over, and a daemon runs. */
  private boolean calledFor(JsonNode run) {
    String kind = run.path("kind").asString("");
    if (!status.path("daemon").isObject()) {
      return false;
    }
    if (!kind.equals("lost-pulse") && !kind.equals("regain-pulse")) {
      return true;
    }
    for (JsonNode monitor : status.path("monitors")) {
      if (monitor.path("host").asString("").equals(run.path("subject").asString(""))) {
        long outage = monitor.path("open_outage").asLong(0);
        return kind.equals("lost-pulse")
            ? outage > 0 && outage == run.path("outage").asLong(0)
            : outage == 0;
      }
    }
    return false; // its monitor is gone
  }

  /** Whether a failed run still matters: it is less than a day old, or its outage is open. */
  private boolean fresh(JsonNode run) {
    for (JsonNode monitor : status.path("monitors")) {
      long outage = monitor.path("open_outage").asLong(0);
      if (outage > 0 && outage == run.path("outage").asLong(0)) {
        return true;
      }
    }
    String ended = run.path("ended_at").asString("");
    return ended.isEmpty()
        || Instant.parse(ended)
            .plus(Duration.ofDays(1))
            .isAfter(Instant.parse(status.path("at").asString("")));
  }

  private boolean retried(long id) {
    for (String list : new String[] {"open_runs", "recent_runs"}) {
      for (JsonNode run : status.path(list)) {
        if (run.path("retry_of").asLong(0) == id) {
          return true;
        }
      }
    }
    return false;
  }

  private void aboutMonitor(JsonNode monitor) {
    String host = monitor.path("host").asString("");
    switch (Need.of(monitor)) {
      case LOST -> {
        if (!inACrowd(
            Need.LOST,
            "are lost. Mend them, or their failoverd; when one answers again,"
                + " regain-pulse runs by itself",
            "failovermon log",
            "failovermon list")) {
          say(
              host
                  + " is lost. Mend the host, or its failoverd; when it answers again, regain-pulse"
                  + " runs by itself.",
              "failovermon log --host " + host,
              "failovermon path check " + host);
        }
      }
      case WAITS -> {
        String because = monitor.path("because").asString("");
        if (!inACrowd(
            Need.WAITS,
            "do not answer, and are not judged yet. The first of them: " + because,
            "failovermon log")) {
          say(
              host + " does not answer, and is not judged yet: " + because,
              "failovermon log --host " + host);
        }
      }
      case DOUBT -> {
        String doubt = monitor.path("doubt").asString("");
        if (!inACrowd(
            Need.DOUBT, "are not judged. The first of them: " + doubt, "failovermon path list")) {
          say(host + " is not judged: " + doubt + ".", "failovermon path list " + host);
        }
      }
      case LEFT_LOST -> {
        if (!inACrowd(
            Need.LEFT_LOST,
            "have an open outage and their monitors are stopped: a return"
                + " would not be noticed",
            "failovermon start HOST…")) {
          say(
              host
                  + " has an open outage and its monitor is stopped: a return would not be"
                  + " noticed.",
              "failovermon start " + host);
        }
      }
      case ADDED -> {
        if (!inACrowd(
            Need.ADDED,
            "were added, and nobody watches them yet",
            "failovermon start " + host,
            "failovermon start")) {
          say(host + " was added, and nobody watches it yet.", "failovermon start " + host);
        }
      }
      case NOTHING -> {
        if (monitor.path("started").asBoolean(false)) {
          aboutPaths(host, monitor.path("paths"));
        }
      }
    }
  }

  /** What a monitor needs of people. */
  private enum Need {
    LOST,
    WAITS,
    DOUBT,
    LEFT_LOST,
    ADDED,
    NOTHING;

    static Need of(JsonNode monitor) {
      boolean open = monitor.path("open_outage").asLong(0) > 0;
      if (!monitor.path("started").asBoolean(false)) {
        boolean added = monitor.path("because").asString("").equals("the monitor was added");
        return open ? LEFT_LOST : added ? ADDED : NOTHING;
      }
      return switch (monitor.path("verdict").asString("")) {
        case "lost" -> LOST;
        case "held back", "cannot judge" -> WAITS;
        case "unknown" -> monitor.path("doubt").asString("").isEmpty() ? NOTHING : DOUBT;
        default -> NOTHING;
      };
    }
  }

  /**
   * Says once for all what more than {@link #FEW} hosts need, so that the screen stays one.
   *
   * @return whether there are so many
   */
  private boolean inACrowd(Need need, String what, String... commands) {
    List<String> hosts = new ArrayList<>();
    for (JsonNode monitor : status.path("monitors")) {
      if (Need.of(monitor) == need) {
        hosts.add(monitor.path("host").asString(""));
      }
    }
    if (hosts.size() <= FEW) {
      return false;
    }
    if (crowds.add(need)) {
      say(
          hosts.size()
              + " hosts ("
              + String.join(", ", hosts.subList(0, FEW))
              + " and "
              + (hosts.size() - FEW)
              + " more) "
              + sentence(what),
          commands);
    }
    return true;
  }

  private void aboutPaths(String host, JsonNode paths) {
    for (JsonNode path : paths) {
      String trouble = path.path("trouble").asString("");
      if (!trouble.isEmpty() && paths.size() > 1) {
        String address = path.path("address").asString("");
        say(
            "Path "
                + address
                + " of "
                + host
                + " does not work ("
                + trouble
                + "): one path less stands between "
                + host
                + " and a false verdict.",
            "failovermon path check " + host + " " + address);
      }
    }
  }

  private void aboutScript(JsonNode problem) {
    say(
        "A script does not load, and the last good version, if there is one, stays in force: "
            + problem.asString(""));
  }

  /** A text that may lack its full stop, as what a program printed does. */
  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() || ".!?".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
        ? stripped
        : stripped + ".";
  }

  private void aboutPolicies(JsonNode policies) {
    if (policies.path("trouble").isObject()) {
      say(
          "The policies on disk are not in force. Mend them and save: they come into force by"
              + " themselves. Or bring an older version back.",
          "failovermon policy check",
          "failovermon policy diff",
          "failovermon policy history");
    } else if (!policies.path("waiting").isEmpty()) {
      say(
          "Edits of policies wait, since auto-apply is off.",
          "failovermon policy diff",
          "failovermon policy apply");
    }
  }

  private static String count(long number, String noun) {
    return number == 1 ? noun : number + " " + noun + "s";
  }
}
