/// The API: edits schedules, reads history, serves the page. It never runs a job.
@NullMarked
package dev.rota.api;

import org.jspecify.annotations.NullMarked;
