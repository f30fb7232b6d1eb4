package dev.mgx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.mgx.app.Main;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parts of libraries whose own libraries pom.xml leaves out are used by nobody: whoever uses one of them puts its
 * library back.
 */
@Timeout(60)
class LeftOutLibrariesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.core.JsonFactory",
                "io.netty.resolver.dns.DnsNameResolver",
                "org.HdrHistogram.Histogram",
                "io.prometheus.metrics.expositionformats.generated.Metrics",
                "org.eclipse.aether.transport.apache.ApacheTransporterFactory",
                "org.eclipse.aether.transport.file.FileTransporterFactory",
                "org.sonatype.plexus.components.sec.dispatcher.SecDispatcher",
                "com.googlecode.javaewah.EWAHCompressedBitmap"
            })
    void theyAreNotThere(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    /** Vert.x writes JSON with Jackson 2, looks up with netty-resolver-dns. */
    @Test
    void nobodyUsesTheJsonAndTheDnsOfVertx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.json..", "io.vertx.core.parsetools..", "io.vertx.core.dns..")
                .check(MAIN);
    }

    /** Maven's settings are decrypted with plexus-sec-dispatcher. */
    @Test
    void nobodyDecryptsPasswords() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.maven.settings.crypto..")
                .check(MAIN);
    }

    /** Micrometer computes them with HdrHistogram. */
    @Test
    void noMeterComputesPercentilesItself() {
        noClasses()
                .should()
                .callMethod(Timer.Builder.class, "publishPercentiles", double[].class)
                .orShould()
                .callMethod(DistributionSummary.Builder.class, "publishPercentiles", double[].class)
                .check(MAIN);
    }
}
