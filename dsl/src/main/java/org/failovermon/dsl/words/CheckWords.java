package org.failovermon.dsl.words;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.Map;

/** The words of a check block. */
@Block(
    name = "a check block",
    opens = "check",
    meaning = "Checks a service: what is asked, how often, and when it has failed.",
    frame = "check('www') { … }")
public interface CheckWords extends ProbeWords {
  @Word(
      meaning =
          "A check written in Groovy. It ends with ok, warning, critical or unknown; of several the"
              + " worst counts.",
      type = "a block",
      mandatory = true,
      example = "code { def www = probe(icmp(address: '10.0.0.1')); ok \"it took ${www.took}\" }")
  void code(
      @DelegatesTo(value = CodeWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "The pause between a result and the next execution.",
      type = "a duration",
      range = "100 ms to 366 days",
      otherwise = "60.seconds",
      example = "every 30.seconds")
  void every(Duration interval);

  @Word(
      meaning = "How long one execution may take.",
      type = "a duration",
      range = "10 ms to 1 h",
      otherwise = "10.seconds",
      example = "timeout 5.seconds")
  void timeout(Duration time);

  @Word(
      meaning = "Failures in a row that open an incident.",
      type = "a number",
      range = "1 to 1000",
      otherwise = "3",
      example = "failAfter 3")
  void failAfter(int failures);

  @Word(
      meaning = "Good results in a row that end an incident.",
      type = "a number",
      range = "1 to 1000",
      otherwise = "2",
      example = "recoverAfter 2")
  void recoverAfter(int results);

  @Word(
      meaning =
          "So many changes between good and bad within a time are flapping: while it flaps, nothing"
              + " acts on the check.",
      type = "named options",
      otherwise = "it never counts as flapping",
      options = {
        @Word.Option(
            name = "changes",
            meaning = "how many changes",
            type = "a number",
            range = "2 to 1000"),
        @Word.Option(
            name = "within",
            meaning = "the time that they are counted in",
            type = "a duration",
            range = "1 s to 31 days")
      },
      example = "flapping changes: 6, within: 30.minutes")
  void flapping(
      @NamedParams({
            @NamedParam(value = "changes", type = Integer.class, required = true),
            @NamedParam(value = "within", type = Duration.class, required = true)
          })
          Map<String, ?> options);

  @Word(
      meaning =
          "While one of these has failed, nothing acts on this check, which is made all the same.",
      type = "names of monitors and checks",
      example = "dependsOn 'router1'")
  void dependsOn(String... names);
}
