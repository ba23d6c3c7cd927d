/// Fetching over HTTP under one policy: where a job may connect to, how long, how much, and what a failure is
/// called.
///
/// `Fetcher.fetch` is the way in. Every address is judged by [dev.rota.daemon.jobs.http.Egress] inside the client's
/// own resolver, so that the address that was judged is the address that is connected to; redirects are followed by
/// hand, each hop judged again. A run's time limit is an interrupt of its (virtual) thread, which closes the socket
/// under whatever is being read.
@NullMarked
package dev.rota.daemon.jobs.http;

import org.jspecify.annotations.NullMarked;
