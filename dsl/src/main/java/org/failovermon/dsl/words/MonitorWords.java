package org.failovermon.dsl.words;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.Map;

/** The words of a monitor block. */
@Block(
    name = "a monitor block",
    opens = "monitor",
    meaning = "Watches one host: its heartbeat, or services, or both.",
    frame = "monitor('hostA') { … }")
public interface MonitorWords extends BeatWords {
  @Word(
      meaning = "The pause from the times of a cron expression on, until another one comes.",
      type = "a duration",
      range = "0 or 10 ms to 366 days",
      options = {
        @Word.Option(
            name = "from",
            meaning = "from when on",
            type = "a cron expression with seconds"),
        @Word.Option(
            name = "zone",
            meaning = "the time zone of that expression",
            type = "the name of a time zone",
            otherwise = "that of defaults, or the system's")
      },
      example = "every 60.seconds, from: '0 0 8 * * ?'; every 1200.seconds, from: '0 0 20 * * ?'")
  void every(
      @NamedParams({
            @NamedParam(value = "from", type = String.class, required = true),
            @NamedParam(value = "zone", type = String.class)
          })
          Map<String, ?> options,
      Duration interval);

  @Word(
      meaning =
          "A further address that heartbeats go to. One answer on any path is a success. The"
              + " host's own name is always a path.",
      type = "an address or a name",
      example = "path '10.0.0.1'")
  void path(String address);

  @Word(
      meaning = "The same with a port of its own.",
      type = "an address or a name",
      options =
          @Word.Option(
              name = "port",
              meaning = "the UDP port",
              type = "a number",
              range = "1 to 65535",
              otherwise = "that of the configuration"),
      example = "path '192.168.7.1', port: 7000")
  void path(
      @NamedParams(@NamedParam(value = "port", type = Integer.class, required = true))
          Map<String, ?> options,
      String address);

  @Word(
      meaning =
          "Checks a service of the host; its full name is HOST/NAME. It counts for the verdict of"
              + " the host only where needs names it.",
      type = "a name and a block",
      example = "check('smtp') { smtp address: '10.0.0.1'; every 30.seconds }")
  void check(
      String name,
      @DelegatesTo(value = CheckWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "A check as a member, for needs: one of this block, or another by its full name.",
      type = "the name of a check",
      example = "check('www') { tcp address: 'hostA', port: 80 }; needs check('www')")
  Member check(String name);

  @Word(meaning = "The heartbeat as a member, for needs.", example = "needs heartbeat")
  Member getHeartbeat();

  @Word(
      meaning =
          "What must be well for the host to be well. Without the heartbeat among the members no"
              + " heartbeat is sent.",
      type = "heartbeat, check('…'), all(…), any(…) or atLeast(n, …)",
      otherwise = "heartbeat",
      example =
          "check('www') { tcp address: 'hostA', port: 80 }; needs any(heartbeat, check('www'))")
  void needs(Needs needs);

  @Word(
      meaning = "All of these members must be well.",
      type = "members",
      example =
          "check('www') { tcp address: 'hostA', port: 80 }; needs all(heartbeat, check('www'))")
  Needs all(Member... members);

  @Word(
      meaning = "One of these members must be well.",
      type = "members",
      example =
          "check('www') { tcp address: 'hostA', port: 80 }; needs any(heartbeat, check('www'))")
  Needs any(Member... members);

  @Word(
      meaning = "So many of these members must be well.",
      type = "a number and members",
      range = "1 to the number of members",
      example =
          "check('www') { tcp address: 'hostA', port: 80 }; needs atLeast(1, heartbeat,"
              + " check('www'))")
  Needs atLeast(int count, Member... members);

  @Word(
      meaning =
          "While one of these has failed, this host is held back instead of lost, and judged afresh"
              + " when all are well again.",
      type = "names of monitors and checks",
      example = "dependsOn 'router1'")
  void dependsOn(String... names);

  /** What must be well for a host to be well. */
  sealed interface Needs permits Member, Combination {}

  /**
   * One thing that can be well or not.
   *
   * @param check the check, or empty for the heartbeat
   */
  record Member(String check) implements Needs {}

  /**
   * So many of some members.
   *
   * @param needed how many
   * @param members of these
   */
  record Combination(int needed, java.util.List<Member> members) implements Needs {
    /** Copies the list. */
    public Combination {
      members = java.util.List.copyOf(members);
    }
  }
}
