package org.failovermon.dsl.words;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;

/** The words of a policy file outside of any block. */
@Block(
    name = "a policy file",
    meaning = "Describes monitors, checks, rules, jobs and maintenance windows.",
    frame = "…")
public interface PolicyWords extends CommonWords {
  @Word(
      meaning =
          "What the monitors, checks and jobs of this file have in common. It stands before them,"
              + " once in a file; what a block says itself wins.",
      type = "a block",
      example = "defaults { every 60.seconds; retries 3 }")
  void defaults(
      @DelegatesTo(value = DefaultsWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning =
          "Watches a host. The monitor is started when it comes into force, and starts at reboot,"
              + " unless the block says otherwise. From then on, starting and stopping is the"
              + " operator's.",
      type = "a host name or address, and a block",
      range = "1 to 253 letters, digits, '.', '-', '_' or ':'",
      example = "monitor('hostA') { every 60.seconds; retries 3 }")
  void monitor(
      String host,
      @DelegatesTo(value = MonitorWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "Watches a host by what defaults says, without a word of its own.",
      type = "a host name or address",
      range = "1 to 253 letters, digits, '.', '-', '_' or ':'",
      example = "monitor 'hostA'")
  void monitor(String host);

  @Word(
      meaning = "Checks a service again and again, apart from any monitor.",
      type = "a name and a block",
      range = "1 to 253 letters, digits, '.', '-', '_', ':' or '/'",
      example = "check('www') { http url: 'https://www.example.org/'; every 1.minute }")
  void check(
      String name,
      @DelegatesTo(value = CheckWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "Runs a script when an event happens and its conditions hold.",
      type = "a name and a block",
      range = "1 to 64 letters, digits, '.', '_' or '-'",
      example = "rule('tell') { on lost(); action 'tell-on-call.groovy' }")
  void rule(
      String name,
      @DelegatesTo(value = RuleWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "Runs a script at the times of a cron expression, never twice at once.",
      type = "a name and a block",
      range = "1 to 64 letters, digits, '.', '_' or '-'",
      example = "job('nightly') { cron '0 0 2 * * ?'; action 'backup.groovy' }")
  void job(
      String name,
      @DelegatesTo(value = JobWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning =
          "A time in which monitoring goes on and nothing runs. Its end judges afresh what is in"
              + " it.",
      type = "a name and a block",
      range = "1 to 64 letters, digits, '.', '_' or '-'",
      example = "maintenance('patch-day') { cron '0 0 2 ? * SUN'; lasts 2.hours; everything() }")
  void maintenance(
      String name,
      @DelegatesTo(value = MaintenanceWords.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block);
}
