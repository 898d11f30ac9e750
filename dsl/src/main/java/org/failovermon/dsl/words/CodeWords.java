package org.failovermon.dsl.words;

import java.time.Duration;
import org.failovermon.engine.model.check.Probe;

/** The words of a check that is written in Groovy. */
@Block(
    name = "a code block",
    opens = "code",
    meaning = "A check written in Groovy: it asks, looks at the answers and says the result.",
    frame = "check('www') { code { … } }")
public interface CodeWords extends ProbeWords {
  @Word(
      meaning = "Asks, and waits for the answer, at most for what is left of the timeout.",
      type = "a probe: icmp(…), tcp(…), http(…) …",
      example = "def www = probe(tcp(address: '10.0.0.1', port: 80)); ok www.text")
  Answer probe(Probe probe);

  @Word(
      meaning = "The time that is left until the timeout of the check.",
      example = "if (left < 1.second) { warning 'slow' } else { ok 'in time' }")
  Duration getLeft();

  @Word(meaning = "The service is well.", type = "a text", example = "ok 'it answers'")
  void ok(String text);

  @Word(
      meaning = "The service works and somebody should look; counts as good.",
      type = "a text",
      example = "warning 'it is slow'")
  void warning(String text);

  @Word(
      meaning = "The service does not do what it should; counts as a failure.",
      type = "a text",
      example = "critical 'the queue is full'")
  void critical(String text);

  @Word(
      meaning = "It could not be found out; counts neither way.",
      type = "a text",
      example = "unknown 'nobody to ask'")
  void unknown(String text);

  /** What came back from a probe. */
  interface Answer {
    /** {@code ok}: whether it counts as good: ok or warning. */
    boolean isOk();

    /** {@code status}: ok, warning, critical or unknown. */
    String getStatus();

    /** {@code text}: one line for people. */
    String getText();

    /** {@code took}: how long it took. */
    Duration getTook();

    /** The figure of that name in the performance data of a plugin, or 0. */
    double figure(String name);
  }
}
