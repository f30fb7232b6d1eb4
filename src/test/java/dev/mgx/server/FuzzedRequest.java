package dev.mgx.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request of an operation, with some parts replaced by hostile values.
 *
 * @param path the description's, with variables in braces
 * @param fields the body's fields as JSON texts; nested ones as {@code outer.inner}
 * @param body the whole body, used instead of the fields
 */
public record FuzzedRequest(
        String method,
        String path,
        Map<String, String> variables,
        List<String> query,
        Map<String, String> headers,
        Map<String, String> fields,
        @Nullable String body) {

    FuzzedRequest withMethod(String other) {
        return new FuzzedRequest(other, path, variables, query, headers, fields, body);
    }

    FuzzedRequest withVariable(String name, String value) {
        return new FuzzedRequest(method, path, with(variables, name, value), query, headers, fields, body);
    }

    FuzzedRequest withQuery(String name, String value) {
        List<String> more = new ArrayList<>(query);
        more.add(name + "=" + value);
        return new FuzzedRequest(method, path, variables, more, headers, fields, body);
    }

    FuzzedRequest withHeader(String name, String value) {
        return new FuzzedRequest(method, path, variables, query, with(headers, name, value), fields, body);
    }

    public FuzzedRequest withField(String name, String json) {
        return new FuzzedRequest(method, path, variables, query, headers, with(fields, name, json), body);
    }

    FuzzedRequest withBody(String other) {
        return new FuzzedRequest(method, path, variables, query, headers, fields, other);
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    /** The bytes to send: UTF-8, except where invalid UTF-8 is intended. */
    byte[] bytes(int port) {
        String target = path;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            target = target.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        if (!query.isEmpty()) {
            target += "?" + String.join("&", query);
        }
        byte[] content = content().getBytes(StandardCharsets.UTF_8);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "127.0.0.1:" + port);
        all.put("Connection", "close");
        if (content.length > 0) {
            all.put("Content-Type", "application/json");
            all.put("Content-Length", Integer.toString(content.length));
        }
        all.putAll(headers);
        String head = all.entrySet().stream()
                .filter(header -> !(header.getKey().equals("Content-Type")
                        && header.getValue().isEmpty()))
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining("", method + " " + target + " HTTP/1.1\r\n", "\r\n"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(content);
        return out.toByteArray();
    }

    public String content() {
        return body != null ? body : fields.isEmpty() ? "" : object("");
    }

    /** The object of the fields with this prefix. */
    private String object(String prefix) {
        Map<String, String> members = new LinkedHashMap<>();
        fields.forEach((name, json) -> {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                int dot = rest.indexOf('.');
                String member = dot < 0 ? rest : rest.substring(0, dot);
                members.computeIfAbsent(member, key -> dot < 0 ? json : object(prefix + key + "."));
            }
        });
        return members.entrySet().stream()
                .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public String toString() {
        String text = new String(bytes(0), StandardCharsets.UTF_8);
        return text.length() > 600 ? text.substring(0, 600) + "… (" + text.length() + ")" : text;
    }
}
