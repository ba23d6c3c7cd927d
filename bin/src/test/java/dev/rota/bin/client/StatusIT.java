package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusIT {
    private final LiveRota live = new LiveRota();

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aDaemonThatReachesHardlyAnyHostIsTold() {
        live.sql("""
            insert into rota.daemon (id, host, pid, version, state, kinds, slots, lease_until) values
              (gen_random_uuid(), 'machine-room', 7, '1', 'ready', '{}', 4, clock_timestamp() + interval '1 day')
            """);
        assertThat(live.rota("status").out()).contains("machine-room").doesNotContain("could not reach most hosts");

        live.sql("update rota.daemon set egress_suspect_since = clock_timestamp()");
        assertThat(live.rota("status").out()).contains("machine-room:7 could not reach most hosts since ");
    }
}
