package dev.rota.store;

import dev.rota.job.BrokenJob;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.job.UnknownJob;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import dev.rota.syntax.ShapeWriter;
import java.util.List;

/// The columns `kind` and `job` of a schedule: a job as it is kept.
///
/// Reading never fails, so that one bad row cannot disturb the others it is read with: an unknown kind becomes an
/// [UnknownJob], a document that does not fit becomes a [BrokenJob] that says why.
public final class JobSpecJson {
    private JobSpecJson() {}

    public static JobSpec read(String kind, String json) {
        Class<? extends JobSpec> type = JobKinds.all().get(kind);
        if (type == null) {
            return new UnknownJob(kind, json);
        }
        try {
            return switch (ShapeReader.readJob(type, Json.parse(json))) {
                case Reading.Fits<JobSpec>(JobSpec job) -> job;
                case Reading.Broken<JobSpec>(List<Problem> problems) -> new BrokenJob(kind, json, problems);
            };
        } catch (Json.NotJson e) {
            return new BrokenJob(kind, json, List.of(e.problem()));
        }
    }

    /// The document without its kind. What was unreadable is written back untouched.
    public static String write(JobSpec job) {
        // Not an exhaustive switch: a new kind must stop the compiler at one place only, where it is run.
        if (job instanceof UnknownJob(String _, String json)) {
            return json;
        }
        return job instanceof BrokenJob broken ? broken.json() : Json.write(ShapeWriter.writeJob(job));
    }
}
