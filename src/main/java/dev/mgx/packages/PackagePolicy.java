package dev.mgx.packages;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which libraries may be used, also by other libraries.
 *
 * @param minAge how long a version must have been out: most malicious ones are found and taken back within days
 * @param denied names that are not used, in lower case
 */
public record PackagePolicy(Duration minAge, Set<String> denied, InstantSource clock) {
    public PackagePolicy {
        denied = denied.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    boolean denies(String name) {
        return denied.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether what was published at this time is old enough; of what has no time nobody knows. */
    boolean isOldEnough(String published) {
        try {
            return isOldEnough(OffsetDateTime.parse(published).toInstant());
        } catch (DateTimeException e) {
            return false;
        }
    }

    boolean isOldEnough(Instant published) {
        return !published.isAfter(clock.instant().minus(minAge));
    }

    String age() {
        return minAge.toDays() > 0 && minAge.toHours() % 24 == 0
                ? "%d days".formatted(minAge.toDays())
                : "%d hours".formatted(minAge.toHours());
    }
}
