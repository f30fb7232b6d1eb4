package dev.mgx.repository.fetch;

import dev.mgx.llm.endpoint.ForwardProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a repository cannot be fetched, and what would help, in sentences.
 *
 * @param repository its address
 * @param proxy through which its host is reached; null for none
 */
record HostRefusals(URI repository, @Nullable ForwardProxy proxy) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private String host() {
        return repository.getAuthority();
    }

    /**
     * A status other than 200.
     *
     * @param hasCredentials whether the host was told who asks
     */
    FetchRefused status(int status, boolean hasCredentials) {
        return new FetchRefused(
                switch (status) {
                    case 401 ->
                        hasCredentials
                                ? "%s does not accept what the file of MGX_GIT_CREDENTIALS has for it (401): it is wrong, or no longer valid"
                                        .formatted(host())
                                : "%s says nothing of %s to those who do not say who they are (401): check the address; for one that is not public the operator puts a token into the file of MGX_GIT_CREDENTIALS"
                                        .formatted(host(), repository.getPath());
                    case 403 ->
                        "%s does not let %s be fetched (403): %s"
                                .formatted(
                                        host(),
                                        repository.getPath(),
                                        hasCredentials
                                                ? "the token in the file of MGX_GIT_CREDENTIALS may not read it"
                                                : "it may want a token, which the operator puts into the file of MGX_GIT_CREDENTIALS");
                    case 404, 410 ->
                        "%s has no repository %s (%d), or shows it to others only: check the address; for one that is not public the file of MGX_GIT_CREDENTIALS needs a token that may read it"
                                .formatted(host(), repository.getPath(), status);
                    default ->
                        "%s answered with HTTP status %d; %s"
                                .formatted(
                                        host(),
                                        status,
                                        status >= SERVER_ERROR || status == TOO_MANY_REQUESTS
                                                ? "try again later"
                                                : "check the address");
                });
    }

    /** An answer that is none of Git's. */
    FetchRefused noRepository() {
        return new FetchRefused(
                "%s answers, but not as a repository of Git does (its smart protocol over HTTP): check the address"
                        .formatted(repository));
    }

    /** A redirect that is not followed. */
    FetchRefused elsewhere(URI target) {
        return new FetchRefused("%s leads to another place, %s://%s, which is not followed; if that is meant, name it"
                .formatted(repository, target.getScheme(), target.getHost()));
    }

    /** A failure of the network. */
    FetchRefused failure(IOException e) {
        String through = host() + (proxy == null ? "" : " through the proxy " + proxy);
        for (Throwable each = e; each != null; each = each.getCause()) {
            switch (each) {
                case UnresolvedAddressException _, UnknownHostException _ -> {
                    return new FetchRefused("There is no host %s that can be found from here".formatted(through));
                }
                case GeneralSecurityException untrusted -> {
                    return new FetchRefused(
                            "The certificate of %s is not trusted: %s; the operator names further authorities with MGX_CA_FILE"
                                    .formatted(through, untrusted.getMessage()));
                }
                default -> {}
            }
        }
        return new FetchRefused(
                switch (e) {
                    case HttpConnectTimeoutException late -> "%s does not take a connection".formatted(through);
                    case ConnectException away -> "%s cannot be reached; try again later".formatted(through);
                    case SSLException unencrypted ->
                        "No encrypted connection to %s comes about: %s".formatted(through, unencrypted.getMessage());
                    default -> "The connection to %s broke off: %s".formatted(through, e.getMessage());
                });
    }

    /** What the host itself says. */
    FetchRefused said(@Nullable String message) {
        return new FetchRefused("%s does not send it: %s".formatted(host(), message));
    }

    /** What is no pack, for instance. */
    FetchRefused unreadable(Exception e) {
        return new FetchRefused("What %s sends cannot be read: %s".formatted(repository, e.getMessage()));
    }

    /** That time is over. */
    FetchRefused late(Duration limit) {
        String shown = limit.toSeconds() == 0 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
        return FetchRefused.late("%s was not fetched within %s; the operator raises the limit with MGX_GIT_TIMEOUT"
                .formatted(repository, shown));
    }

    /** That it is more than is taken. */
    FetchRefused tooLarge(String what) {
        return new FetchRefused(
                "%s is too large to be fetched: %s. The operator raises the limits with MGX_MAX_SOURCE_BYTES and MGX_MAX_SOURCE_FILES; a clone of yours is read as far as it fits with mgx run --repo DIR"
                        .formatted(repository, what));
    }
}
