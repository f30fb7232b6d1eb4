package dev.mgx.repository.fetch;

import dev.mgx.file.FileAccess;
import dev.mgx.file.ShellWord;
import dev.mgx.file.TrustedFile;
import dev.mgx.llm.endpoint.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who the operator is on which host, as git's own {@code credential-store} keeps it: {@code https://user:token@host}, one on
 * a line. Lines of other schemes are for nobody here.
 */
public final class GitCredentials {
    static final GitCredentials NONE = new GitCredentials(List.of());

    private static final int LARGEST = 1 << 20;
    private static final int USUAL_PORT = 443;

    private final List<Entry> entries;

    /** Where a header is sent, and nowhere else. */
    private record Entry(String host, int port, String path, Secret authorization) {
        boolean isFor(URI address) {
            String other = address.getRawPath();
            return "https".equals(address.getScheme())
                    && host.equalsIgnoreCase(address.getHost())
                    && port == portOf(address)
                    && (path.isEmpty() || other.equals(path) || other.startsWith(path + "/"));
        }
    }

    private GitCredentials(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads a file of them.
     *
     * @throws IllegalArgumentException if it cannot be read, others can read it, or it has another form; the message is a
     *     sentence that shows nothing of it
     */
    public static GitCredentials read(Path file) {
        try {
            FileAccess access = TrustedFile.check(file);
            if (access.readableByOthers()) {
                throw new IllegalArgumentException("%s can be read by other users (its mode is %s): run chmod 600 %s"
                        .formatted(file, access.permissions(), ShellWord.quoted(file)));
            }
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("%s has more than %,d bytes".formatted(file, LARGEST));
            }
            return parse(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file %s".formatted(file), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static GitCredentials parse(Path file, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            if (line.strip().startsWith("https:")) {
                entries.add(entry(line.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "%s has a line that is not like https://user:token@git.example.org, with what else a user or a token has than letters and digits written as %%XX"
                                        .formatted(file))));
            }
        }
        return new GitCredentials(List.copyOf(entries));
    }

    private static Optional<Entry> entry(String line) {
        try {
            URI address = new URI(line);
            String user = address.getRawUserInfo();
            if (address.getHost() == null || user == null || !user.contains(":")) {
                return Optional.empty();
            }
            String path = Optional.ofNullable(address.getRawPath()).orElse("").replaceFirst("/$", "");
            return Optional.of(new Entry(address.getHost(), portOf(address), path, basic(user)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Secret basic(String user) {
        String decoded = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        return Secret.ofHeader("Basic " + Base64.getEncoder().encodeToString(decoded.getBytes(StandardCharsets.UTF_8)));
    }

    private static int portOf(URI address) {
        return address.getPort() < 0 ? USUAL_PORT : address.getPort();
    }

    /** The value of the header {@code Authorization} for a request; {@link Secret#NONE} if there is none for it. */
    Secret of(URI address) {
        return entries.stream()
                .filter(entry -> entry.isFor(address))
                .map(Entry::authorization)
                .findFirst()
                .orElse(Secret.NONE);
    }
}
