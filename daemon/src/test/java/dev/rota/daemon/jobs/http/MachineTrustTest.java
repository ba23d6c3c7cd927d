package dev.rota.daemon.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTrustTest {
    private static final String OF_THE_HOUSE = """
        -----BEGIN CERTIFICATE-----
        MIIBoDCCAUWgAwIBAgIUE9qiIZqUhGD0pvGuw12f3YRyNtMwCgYIKoZIzj0EAwIw
        JDEiMCAGA1UEAwwZQW4gYXV0aG9yaXR5IG9mIG9uZSBob3VzZTAgFw0yNjExMjIx
        NDIzMDlaGA8yMTI2MTAyOTE0MjMwOVowJDEiMCAGA1UEAwwZQW4gYXV0aG9yaXR5
        IG9mIG9uZSBob3VzZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMqVt86BRMke
        CQQTlINLi+0m9C05wQnDbROgEQxzd3qMpwIOTKOvKyrMk6OmnxOzdXmWiMTHKRGJ
        cJse03bgllSjUzBRMB0GA1UdDgQWBBQo6rykmCR8GtCudLH8oOs2NecryDAfBgNV
        HSMEGDAWgBQo6rykmCR8GtCudLH8oOs2NecryDAPBgNVHRMBAf8EBTADAQH/MAoG
        CCqGSM49BAMCA0kAMEYCIQDYdUoOtTSaxoyAT7+2NNG7X84WJv88Z6aSkLLMzZra
        oQIhAI14WwDoLz2Blc8AaE5kgMqTfLgIPr1BWn1PWRjxhO30
        -----END CERTIFICATE-----
        """;

    @TempDir
    private Path directory;

    @Test
    void theAuthorityOfTheHouseIsTrustedBesideThoseThatJavaBringsAlong() throws Exception {
        Path list = Files.writeString(directory.resolve("list.crt"), "# the house\n" + OF_THE_HOUSE);

        List<String> names = issuers(list);

        assertThat(names).contains("CN=An authority of one house");
        assertThat(names).hasSizeGreaterThan(1);
    }

    @Test
    void aListThatCannotBeReadLeavesThoseOfJava() throws Exception {
        Path broken = Files.writeString(
                directory.resolve("list.crt"), "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");

        assertThat(issuers(broken)).isNotEmpty().doesNotContain("CN=An authority of one house");
        assertThat(issuers(directory.resolve("missing"))).isNotEmpty();
    }

    private static List<String> issuers(Path list) throws Exception {
        return Arrays.stream(MachineTrust.managers(MachineTrust.read(list)))
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                .map(X509Certificate::getSubjectX500Principal)
                .map(Object::toString)
                .toList();
    }
}
