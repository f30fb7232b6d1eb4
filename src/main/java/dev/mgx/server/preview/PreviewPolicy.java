package dev.mgx.server.preview;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Pattern;

/** What headers pass between a browser and a program that nobody trusts. */
final class PreviewPolicy {
    /** Where the visitor's ticket is, which is none of the program's business. */
    static final String COOKIE = "mgx_preview";

    /** What the program could keep a browser by, or say about other origins. */
    private static final List<String> NOT_PASSED = List.of(
            "Content-Security-Policy",
            "Content-Security-Policy-Report-Only",
            "Connection-Allowlist-Report-Only",
            "Strict-Transport-Security",
            "Public-Key-Pins",
            "Service-Worker-Allowed",
            "Alt-Svc",
            "Clear-Site-Data",
            "Report-To",
            "NEL",
            "Reporting-Endpoints",
            "SourceMap",
            "Link");

    private static final Pattern DOMAIN = Pattern.compile("(?i);\\s*domain\\s*=[^;]*");

    private PreviewPolicy() {}

    /** Takes the visitor's ticket out of what the program is sent. */
    static void request(MultiMap headers) {
        List<String> cookies = headers.getAll("Cookie");
        headers.remove("Cookie");
        for (String cookie : cookies) {
            String kept = without(cookie);
            if (!kept.isEmpty()) {
                headers.add("Cookie", kept);
            }
        }
    }

    private static String without(String cookies) {
        StringBuilder kept = new StringBuilder();
        for (String cookie : cookies.split(";", -1)) {
            if (!cookie.strip().startsWith(COOKIE + "=")) {
                kept.append(kept.isEmpty() ? "" : "; ").append(cookie.strip());
            }
        }
        return kept.toString();
    }

    /**
     * Keeps a page in its origin: it loads from there alone, is framed by nobody, and installs nothing.
     *
     * @param origin of the preview
     */
    static void response(MultiMap headers, String origin) {
        NOT_PASSED.forEach(headers::remove);
        List<String> cookies = headers.getAll("Set-Cookie");
        headers.remove("Set-Cookie");
        for (String cookie : cookies) {
            if (!cookie.strip().startsWith(COOKIE + "=")) {
                headers.add("Set-Cookie", DOMAIN.matcher(cookie).replaceAll(""));
            }
        }
        headers.set("Content-Security-Policy", contentPolicy(origin))
                .set("Connection-Allowlist", "(response-origin)") // for WebRTC, and for where a page goes by itself
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Referrer-Policy", "same-origin")
                .set("X-Robots-Tag", "noindex")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    }

    private static String contentPolicy(String origin) {
        String sockets = origin.replaceFirst("^http", "ws");
        return "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' " + sockets
                + "; frame-src 'self' data: blob:; worker-src 'self' blob:; form-action 'self'; base-uri 'self'"
                + "; object-src 'none'; frame-ancestors 'none'";
    }
}
