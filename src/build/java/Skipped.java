import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Says which tests were not run and why, as the last thing that a build says. Its one argument is the folder of
 * the tests' reports. It informs and never fails the build.
 */
public final class Skipped {
    private static final Pattern ASSUMED = Pattern.compile("due to: \\[(.+)]");

    private Skipped() {}

    public static void main(String[] args) throws IOException, ParserConfigurationException, SAXException {
        Map<String, Integer> testsByReason = new TreeMap<>();
        try (Stream<Path> reports = Files.list(Path.of(args[0]))) {
            for (Path report : reports.filter(each -> each.toString().endsWith(".xml")).toList()) {
                reasons(report).forEach(reason -> testsByReason.merge(reason, 1, Integer::sum));
            }
        }
        if (!testsByReason.isEmpty()) {
            System.out.println("!! NOT TESTED on this machine:");
            testsByReason.forEach((reason, tests) -> System.out.printf("!!   %3d tests of %s%n", tests, reason));
        }
    }

    /** For each test that was not run, the name of its class and why. */
    private static List<String> reasons(Path report) throws IOException, ParserConfigurationException, SAXException {
        List<String> reasons = new ArrayList<>();
        try (InputStream in = Files.newInputStream(report)) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            NodeList found = document.getElementsByTagName("skipped");
            for (int i = 0; i < found.getLength(); i++) {
                Element skip = (Element) found.item(i);
                String test = ((Element) skip.getParentNode()).getAttribute("classname").replaceFirst("\\$.*", "");
                reasons.add(test + ": " + said(skip.getAttribute("message") + "\n" + skip.getTextContent()));
            }
        }
        return reasons;
    }

    /** What was assumed, or else the first line that is not the name of an exception. */
    private static String said(String text) {
        Matcher assumed = ASSUMED.matcher(text);
        return assumed.find()
                ? assumed.group(1)
                : text.lines()
                        .map(line -> line.replaceFirst("^[\\w.]+Exception:?", "").strip())
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("no reason given");
    }
}
