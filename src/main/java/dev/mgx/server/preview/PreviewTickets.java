package dev.mgx.server.preview;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed permissions to see the preview of one task until a time. The key is made anew with each server and never leaves it.
 * Thread-safe.
 */
final class PreviewTickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final InstantSource clock;
    private final SecretKeySpec key;

    /** What a ticket is good for; one for the one is not for the other. */
    enum Use {
        /** In a link, which may be seen by others: only to get a ticket of the other kind. */
        LINK,
        /** In a cookie. */
        VISIT
    }

    PreviewTickets(InstantSource clock) {
        this.clock = clock;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    /** A ticket of letters, digits, hyphens, underscores and a full stop. */
    String issue(Use use, String taskId, Duration validity) {
        long until = clock.instant().plus(validity).getEpochSecond();
        return until + "." + signature(use, taskId, until);
    }

    boolean isValid(Use use, String taskId, String ticket) {
        int dot = ticket.indexOf('.');
        if (dot < 1 || !ticket.substring(0, dot).matches("[0-9]{1,12}")) {
            return false;
        }
        long until = Long.parseLong(ticket.substring(0, dot));
        byte[] given = ticket.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        byte[] expected = signature(use, taskId, until).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, expected) && clock.instant().isBefore(Instant.ofEpochSecond(until));
    }

    private String signature(Use use, String taskId, long until) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signed = mac.doFinal("%s %s %d".formatted(use, taskId, until).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
