/// What a process says to the service manager that started it, and the signals it takes from it.
///
/// It stands in `db` although it has nothing to do with a database: `daemon` and `api` are both units, neither may
/// see the other, and this is the only module both see. It imports nothing of Rota, and nothing of Rota's pure
/// packages imports it.
///
/// The protocol is sd_notify(3): one datagram of `KEY=value` lines to the socket in `NOTIFY_SOCKET`. The JDK has no
/// unix datagram sockets, so four functions of the C library are called through `java.lang.foreign` ([Libc]); they
/// are looked up only when there is a socket to talk to, so nothing here is needed on a machine without systemd.
@NullMarked
package dev.rota.systemd;

import org.jspecify.annotations.NullMarked;
