import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the tests that were skipped, by name with the reason, from the reports of Surefire; exit
 * code 1 when one of them is not on the list of those that may be.
 */
final class Skips {
  private Skips() {}

  /** Takes the list of allowed skips and the folder of the sources. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Set<String> allowed = new HashSet<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        allowed.add(line.strip().split("\\s+", 2)[0]);
      }
    }
    TreeMap<String, String> skipped = new TreeMap<>();
    int tests = 0;
    for (Path report : reports(Path.of(arguments[1]))) {
      tests += read(report, skipped);
    }
    out.println("ci: " + tests + " tests, " + skipped.size() + " of them skipped");
    int refused = 0;
    for (var skip : skipped.entrySet()) {
      boolean may = allowed.contains(skip.getKey());
      refused += may ? 0 : 1;
      out.println(
          "ci: skipped " + skip.getKey() + ": " + skip.getValue() + (may ? " (allowed)" : ""));
    }
    if (tests == 0) {
      out.println("ci: no test ran at all");
      System.exit(1);
    }
    if (refused > 0) {
      out.println(
          "ci: "
              + refused
              + " tests were skipped that "
              + arguments[0]
              + " does not allow; give the machine what they need, or add their names there");
      System.exit(1);
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String module : List.of("engine", "dsl", "db", "app")) {
      Path folder = root.resolve(module).resolve("target/surefire-reports");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).forEach(all::add);
        }
      }
    }
    return all;
  }

  private static int read(Path report, TreeMap<String, String> skipped) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    NodeList cases = builder.parse(report.toFile()).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      NodeList skips = test.getElementsByTagName("skipped");
      if (skips.getLength() > 0) {
        String name = test.getAttribute("name").replaceAll("[({\\[].*", "");
        String reason = ((Element) skips.item(0)).getAttribute("message");
        skipped.put(test.getAttribute("classname") + "." + name, reason.replaceAll("\\s+", " "));
      }
    }
    return cases.getLength();
  }
}
