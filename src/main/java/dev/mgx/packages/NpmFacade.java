package dev.mgx.packages;

import dev.mgx.json.Json;
import java.net.URI;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry of npm: a document for each package, with all versions.
 *
 * @see <a href="https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md">its form</a>
 */
final class NpmFacade extends RegistryFacade {
    static final String PREFIX = "/npm/";

    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(-.*)?");

    NpmFacade(
            RegistryClient client,
            PackageStore store,
            PackagePolicy policy,
            RefusedPackages refusals,
            Results results) {
        super(client, store, policy, refusals, results);
    }

    @Override
    Optional<String> listed(String path) {
        return Optional.of(path)
                .filter(each -> each.startsWith(PREFIX))
                .map(each -> each.substring(PREFIX.length()))
                .filter(Ecosystem.NPM::isName);
    }

    @Override
    URI listing(String name, Registry registry) {
        return registry.base().resolve(name.replace("/", "%2f"));
    }

    @Override
    String contentType() {
        return "application/json";
    }

    @Override
    ObjectNode filtered(String name, String text, String base) {
        JsonNode listing = Json.readTree(text);
        JsonNode times = listing.path("time");
        ObjectNode versions = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> version : listing.path("versions").properties()) {
            if (policy().isOldEnough(times.path(version.getKey()).asString(""))
                    && version.getValue() instanceof ObjectNode each
                    && offered(name, version.getKey(), each, base)) {
                versions.set(version.getKey(), each);
            }
        }
        if (versions.isEmpty()) {
            refuse(name, "has no version that has been out for " + policy().age());
        }
        ObjectNode filtered = JsonNodeFactory.instance.objectNode();
        filtered.put("name", name);
        filtered.set("versions", versions);
        filtered.set("dist-tags", tags(listing.path("dist-tags"), versions));
        return filtered;
    }

    private boolean offered(String name, String version, ObjectNode document, String base) {
        Optional<PackageStore.Hash> hash = PackageStore.Hash.ofIntegrity(
                document.path("dist").path("integrity").asString(""));
        String address = document.path("dist").path("tarball").asString("");
        if (hash.isEmpty() || address.isEmpty() || !(document.get("dist") instanceof ObjectNode dist)) {
            return false;
        }
        String path =
                offer("%s-/%s/%s.tgz".formatted(PREFIX, name, version), new Download(URI.create(address), hash.get()));
        dist.put("tarball", base + path);
        return true;
    }

    /** The registry's tags of versions that may be used; the latest is the highest of those that are finished. */
    private static ObjectNode tags(JsonNode all, ObjectNode versions) {
        ObjectNode tags = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> tag : all.properties()) {
            if (versions.has(tag.getValue().asString(""))) {
                tags.set(tag.getKey(), tag.getValue());
            }
        }
        if (!tags.has("latest")) {
            versions.propertyNames().stream()
                    .max(Comparator.comparing(NpmFacade::isFinished).thenComparing(NpmFacade::order))
                    .ifPresent(latest -> tags.put("latest", latest));
        }
        return tags;
    }

    private static boolean isFinished(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() && matcher.group(4) == null;
    }

    private static String order(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? "%09d.%09d.%09d"
                        .formatted(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3)))
                : "";
    }
}
