package org.failovermon.dsl.words;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.time.Duration;

/** What a monitor and the defaults of monitors have in common. */
public interface BeatWords extends CommonWords {
  @Word(
      meaning = "The pause between an answer and the next beat.",
      type = "a duration",
      range = "0 (at once, with a floor of 100 ms) or 10 ms to 366 days",
      otherwise = "0.seconds",
      example = "every 60.seconds")
  void every(Duration interval);

  @Word(
      meaning =
          "How many beats in a row may be missed: the host has failed after one more. With a check"
              + " as a member 0 is usual, since a check counts its failures itself.",
      type = "a number",
      range = "0 to 1000",
      otherwise = "0",
      example = "retries 3")
  void retries(int count);

  @Word(
      meaning = "How long one beat waits for an answer.",
      type = "a duration",
      range = "5 ms to 1 h",
      otherwise = "1.second",
      example = "timeout 1.second")
  void timeout(Duration time);

  @Word(
      meaning = "Whether the monitor is started when the system boots.",
      type = "true or false",
      otherwise = "true",
      example = "startAtReboot false")
  void startAtReboot(boolean yes);

  @Word(
      meaning =
          "The monitor is not started when it comes into force, nor at reboot: an operator does.",
      example = "startsByHand()")
  void startsByHand();

  @Word(
      meaning = "The script that runs once when the host has failed.",
      type = "the name of a file in scripts/lost-pulse, or an absolute path",
      otherwise = "default.groovy, which tells people and moves nothing",
      example = "lostPulse 'take-mail.groovy'")
  void lostPulse(String script);

  @Word(
      meaning = "The same in place: the words of an action script.",
      type = "a block",
      example = "lostPulse { exec 'systemctl', 'start', 'postfix' }")
  void lostPulse(
      @DelegatesTo(value = ActionWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "The script that runs once when the host is back, and only after a lost-pulse.",
      type = "the name of a file in scripts/regain-pulse, or an absolute path",
      otherwise = "default.groovy, which tells people and moves nothing",
      example = "regainPulse 'tell-on-call.groovy'")
  void regainPulse(String script);

  @Word(
      meaning = "The same in place: the words of an action script.",
      type = "a block",
      example = "regainPulse { notify \"$host is back\" }")
  void regainPulse(
      @DelegatesTo(value = ActionWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "How long a script may take before it is ended.",
      type = "a duration",
      range = "1 s to 31 days",
      otherwise = "[run] deadline of the configuration",
      example = "deadline 4.minutes")
  void deadline(Duration time);
}
