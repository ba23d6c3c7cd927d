package dev.rota.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void aRoleMayDoWhatLesserRolesMayAndNoMore() {
        assertThat(Role.EDITOR.allows(Role.VIEWER)).isTrue();
        assertThat(Role.EDITOR.allows(Role.EDITOR)).isTrue();
        assertThat(Role.EDITOR.allows(Role.ADMIN)).isFalse();
        assertThat(Role.VIEWER.allows(Role.OPERATOR)).isFalse();
    }

    @Test
    void everyRoleIsFoundByItsWord() {
        assertThat(Role.values())
                .allSatisfy(role -> assertThat(Role.of(role.word())).contains(role));
    }

    @Test
    void anUnknownWordIsNoRole() {
        assertThat(Role.of("root")).isEmpty();
        assertThat(Role.of("ADMIN")).isEmpty();
    }
}
