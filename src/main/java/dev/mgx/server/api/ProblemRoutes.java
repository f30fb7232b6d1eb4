package dev.mgx.server.api;

import dev.mgx.server.http.Description;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A page for each type of problem, at the address that is its name, and one that lists them. */
public final class ProblemRoutes {
    /** With a title, a body and the way to the documentation; the texts are the program's own. */
    private final String page = Description.resource("problem.html");

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/problems", request -> list()), Route.of("GET", "/problems/{name}", this::problem));
    }

    private Response list() {
        String rows = Arrays.stream(ProblemType.values())
                .map(type -> "<tr><td><a href=\"%s\"><code>%s</code></a></td><td>%d</td><td>%s</td></tr>"
                        .formatted(type.uri().substring(1), type.uri(), type.status(), type.title()))
                .collect(Collectors.joining("\n"));
        return page("", "Problems", "<table>\n" + rows + "\n</table>");
    }

    private Response problem(Request request) {
        String name = request.variable("name");
        ProblemType type = ProblemType.named(name)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.PATH_NOT_FOUND, "There is no problem of this name; /problems lists them"));
        return page(
                "../",
                type.title(),
                "<p><code>%s</code>, status %d</p>\n<p>%s</p>\n<p><a href=\"../problems\">All problems</a></p>"
                        .formatted(type.uri(), type.status(), type.meaning()));
    }

    /** @param up from the page to the root, relative, since the server may be reached below another path */
    private Response page(String up, String title, String body) {
        String html = page.replace("{{up}}", up).replace("{{title}}", title).replace("{{body}}", body);
        return Response.of(200, "text/html; charset=utf-8", new Response.Body.Whole(html));
    }
}
