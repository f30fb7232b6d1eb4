package dev.mgx.server.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of problem that a client can be told, over HTTP or a WebSocket. The list is closed; the name of a type is
 * its constant's, in lower case and with dashes, and {@code /problems/NAME} is what clients see.
 */
public enum ProblemType {
    BAD_REQUEST(
            400,
            "The request cannot be read",
            "The request line, a header or the path does not follow HTTP, or a path leads out of the project."
                    + " The detail names what; sent again as it is, it fails again."),
    FORBIDDEN(
            403,
            "The caller is not allowed",
            "The Host is not a name of this server, or the Origin is not one that may call it. The operator allows origins"
                    + " with CORS_ORIGINS, and names with MGX_PUBLIC_URL."),
    PATH_NOT_FOUND(404, "There is no such path", "The API has no such path. All there are stand in /docs."),
    TASK_NOT_FOUND(
            404,
            "There is no such task",
            "No task has this id, or it was deleted, and then does not come back. /api/tasks lists those there are."),
    FILE_NOT_FOUND(
            404,
            "There is no such file",
            "The task has no file of this name in its latest run, or not in that version. /api/artifacts/{task_id} lists"
                    + " its files."),
    SERVICE_NOT_FOUND(
            404,
            "There is no such service",
            "The task has no program of this name that listens, and can be started. /api/tasks/{task_id}/services lists what"
                    + " it has."),
    SOURCE_NOT_FOUND(
            404,
            "There is no existing project",
            "The task changes no existing project, or its files have not been sent."),
    METHOD_NOT_ALLOWED(
            405,
            "The path has no such method",
            "The path exists, but not for this method; the header Allow has those it has."),
    BODY_TIMEOUT(408, "The body did not arrive in time", "The rest of the body took too long. Send the request again."),
    TASK_NOT_RUNNING(
            409,
            "The task is not running",
            "A stop or a message needs a run that is queued or under way, and there is none: it is over, or was never"
                    + " started. /api/tasks/{task_id}/run starts one."),
    TASK_NOT_OVER(
            409,
            "The task is not over",
            "The change needs a task that is over. Wait for its end, or stop it, and send the request again."),
    NOT_RESUMABLE(
            409,
            "The run cannot be resumed",
            "Only a run that FAILED or was CANCELLED can go on where it was; start a new one instead."),
    NO_PENDING_APPROVAL(
            409,
            "Nothing was asked",
            "The task does not wait for an approval: none was asked for, or it has been answered. While it does, waiting_for in"
                    + " its state says so."),
    STATUS_NOT_SETTABLE(
            409, "The status follows from the runs", "A client may set CANCELLED, which is a stop, and nothing else."),
    SOURCE_MISSING(
            409,
            "The existing project has not come",
            "The task changes an existing project, whose files are sent with PUT /api/tasks/{task_id}/source before its first run."),
    SOURCE_NOT_WANTED(
            409,
            "The task changes no existing project",
            "Only a task that was created with the option source \"upload\" takes the files of a project."),
    SOURCE_TOO_LATE(
            409,
            "The task has been started",
            "The files of the existing project are sent before the first run. Create another task for other files."),
    NO_FILES(
            409, "The task has no files yet", "A download needs files, which a run writes. Ask again when it is over."),
    NO_FINISHED_PROJECT(
            409,
            "There is no finished project",
            "An edit works on the files of a run that completed a project, and the latest one did not."),
    SERVICE_REFUSED(409, "The program cannot be started", "The detail says why, and what would have to be otherwise."),
    EDIT_STOPPED(
            409,
            "The edit was stopped",
            "A person stopped the run of the edit before it changed the file, which is as it was. Send it again to have it made."),
    IDEMPOTENCY_KEY_IN_USE(
            409,
            "The request is being worked on",
            "A request with this Idempotency-Key has not been answered yet. Send it again after Retry-After, for its answer."),
    IDEMPOTENCY_KEY_UNANSWERED(
            409,
            "The answer was lost",
            "The server stopped while it worked on a request with this Idempotency-Key. See what came of it, and send"
                    + " what is still to be done with a new key."),
    BODY_TOO_LARGE(
            413, "The body is too large", "Send less, or have the operator raise the limit, MGX_MAX_BODY_BYTES."),
    SOURCE_TOO_LARGE(
            413,
            "The existing project is too large",
            "The operator sets the limits with MGX_MAX_SOURCE_BYTES, of the zip and of its files together, and"
                    + " MGX_MAX_SOURCE_FILES. Nothing was stored."),
    REQUEST_LINE_TOO_LONG(414, "The request line is too long", "Shorten the path or the query."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body has another media type",
            "A body has Content-Type application/json and is UTF-8, or is a zip where the path takes one, and comes"
                    + " without a Content-Encoding."),
    INVALID_FIELDS(
            422,
            "Fields or parameters are invalid",
            "The member errors names each field or parameter and what is wrong with it. Nothing was done."),
    SOURCE_UNUSABLE(
            422,
            "The zip cannot be taken",
            "The body is no zip, or one that is cut, encrypted or empty, or whose names lead out of the project or come"
                    + " twice. The detail says which. Nothing was stored."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The key was used for another request",
            "The Idempotency-Key was sent before with another body. A new request needs a key of its own."),
    NOT_A_WEBSOCKET(
            426,
            "This is a WebSocket",
            "The request is no WebSocket handshake of version 13. A proxy in between may not pass on the headers Upgrade"
                    + " and Connection."),
    HEADERS_TOO_LONG(431, "The headers are too long", "Send fewer headers or shorter ones, such as cookies."),
    INTERNAL(500, "Internal error", "A failure of the server's, which its log explains; X-Request-Id finds it there."),
    EDIT_FAILED(
            502,
            "The edit failed",
            "The run of the edit ended before it changed the file, which is as it was. Mend what the detail says, and send it"
                    + " again."),
    QUEUE_FULL(
            503,
            "The queue is full",
            "As many tasks wait as may (MGX_MAX_QUEUED_TASKS). Nothing was started; try again after Retry-After."),
    SHUTTING_DOWN(503, "The server is shutting down", "Nothing was done. Try again when it is back."),
    OVERLOADED(
            503,
            "The server has too much to do",
            "As many connections, bytes or large requests are in work as may be. Try again after Retry-After."),
    STORAGE_UNAVAILABLE(
            503,
            "The database does not answer",
            "Nothing was stored. Try again after Retry-After; /health/ready says when it is back."),
    OUTCOME_UNKNOWN(
            503,
            "It is not known what came of it",
            "The database broke off while it stored something. Look whether it was done before you send it again, or send"
                    + " requests with an Idempotency-Key."),
    STOP_UNCONFIRMED(
            503,
            "The stop takes longer",
            "The task is being stopped, but not all of its work has ended yet. Ask for its state, or stop it again."),
    TASK_DELETED(
            404,
            "The task was deleted",
            "Somebody deleted the task while it was watched; connecting again finds nothing. Only on WebSockets; it is closed"
                    + " with 1008."),
    MESSAGE_NOT_TEXT(
            415,
            "A message must be text",
            "A client sent a binary message; send its JSON as text. Only on WebSockets, which stay open."),
    TOO_MANY_MESSAGES(
            429,
            "Too many messages at once",
            "A client sent more messages than can wait, and this one was not taken; send it again when those before have had their"
                    + " effect. Only on WebSockets, which stay open.");

    private final int status;
    private final String title;
    private final String meaning;

    ProblemType(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** The type of this name, as {@code queue-full}. */
    public static Optional<ProblemType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(constant(name)))
                .findFirst();
    }

    private static String constant(String name) {
        return name.matches("[a-z-]+") ? name.replace('-', '_').toUpperCase(Locale.ROOT) : "";
    }

    /** What clients compare: {@code /problems/queue-full}. It is also the path of its page. */
    public String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The problem in a few words, the same each time. */
    public String title() {
        return title;
    }

    /** What it means and what to do about it, for people. */
    public String meaning() {
        return meaning;
    }
}
