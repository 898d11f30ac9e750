package org.failovermon.engine.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.engine.model.check.CheckResult.Figure;

/**
 * What a plugin printed, as the Nagios plugin guidelines have it: text and performance data of the
 * first line, separated by {@code |}; then further lines of text, of which one may begin the rest
 * of the performance data with another {@code |}.
 *
 * @param text of the first line
 * @param figures all performance data with a value; thresholds and limits are left out
 */
record PluginOutput(String text, List<Figure> figures) {
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?:'((?:[^']|'')*)'|([^\\s'=]+))="
              + "([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?)"
              + "([A-Za-z%µ°]{0,10})(?:;[^\\s]*)?(?=\\s|$)");

  /** Takes an output apart; never fails. */
  static PluginOutput of(String output) {
    String whole = output.strip();
    int lineEnd = whole.indexOf('\n');
    String first = lineEnd < 0 ? whole : whole.substring(0, lineEnd);
    String rest = lineEnd < 0 ? "" : whole.substring(lineEnd + 1);
    int bar = first.indexOf('|');
    String text = bar < 0 ? first : first.substring(0, bar);
    int secondBar = rest.indexOf('|');
    String data =
        (bar < 0 ? "" : first.substring(bar + 1))
            + " "
            + (secondBar < 0 ? "" : rest.substring(secondBar + 1).replace('\n', ' '));
    return new PluginOutput(text.strip(), figures(data));
  }

  private static List<Figure> figures(String data) {
    List<Figure> figures = new ArrayList<>();
    Matcher found = FIGURE.matcher(data);
    while (found.find()) {
      String label = found.group(1) == null ? found.group(2) : found.group(1).replace("''", "'");
      double value = Double.parseDouble(found.group(3).replace(',', '.'));
      if (Double.isFinite(value)) {
        figures.add(new Figure(String.valueOf(label), value, String.valueOf(found.group(4))));
      }
    }
    return figures;
  }
}
