package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenSecretTest {
    @Test
    void aBearerTokenHasItsPrefixAnd256RandomBits() {
        assertThat(TokenSecret.bearer().text()).matches("rota_[A-Za-z0-9_-]{43}");
    }

    @Test
    void noTwoSecretsAreEqual() {
        assertThat(Stream.generate(TokenSecret::plain).limit(1000).collect(Collectors.toSet()))
                .hasSize(1000);
    }

    @Test
    void theHashIsTheSha256OfTheText() {
        assertThat(HexFormat.of().formatHex(new TokenSecret("abc").hash()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theTextIsNotInWhatALogWouldShow() {
        TokenSecret secret = TokenSecret.bearer();
        assertThat("made " + secret).doesNotContain(secret.text());
    }
}
