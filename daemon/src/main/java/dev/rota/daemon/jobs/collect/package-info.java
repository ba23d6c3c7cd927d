/// Jobs of the kind `collect`: fetch once, find the rows, read the numbers of each row.
///
/// Each source turns its answer into [dev.rota.daemon.jobs.collect.Reading] (rows and the time they were received);
/// what becomes of a row is the same for all of them ([dev.rota.daemon.jobs.collect.MetricReader]). A page of
/// metrics brings its own names and types and goes its own way ([dev.rota.daemon.jobs.collect.OpenmetricsSource]).
@NullMarked
package dev.rota.daemon.jobs.collect;

import org.jspecify.annotations.NullMarked;
