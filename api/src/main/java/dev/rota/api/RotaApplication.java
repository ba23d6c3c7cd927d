package dev.rota.api;

import dev.rota.api.access.AccessFeature;
import dev.rota.api.access.LoginResource;
import dev.rota.api.errors.ProblemMapper;
import dev.rota.api.errors.RequestIdFilter;
import dev.rota.api.resources.ApplyResource;
import dev.rota.api.resources.BulkResource;
import dev.rota.api.resources.CalendarsResource;
import dev.rota.api.resources.DaemonsResource;
import dev.rota.api.resources.DecisionsResource;
import dev.rota.api.resources.ExplainResource;
import dev.rota.api.resources.HealthResource;
import dev.rota.api.resources.ItemsResource;
import dev.rota.api.resources.JobRules;
import dev.rota.api.resources.JobsResource;
import dev.rota.api.resources.KnownCalendars;
import dev.rota.api.resources.LogsResource;
import dev.rota.api.resources.MetricsResource;
import dev.rota.api.resources.OverviewResource;
import dev.rota.api.resources.Pause;
import dev.rota.api.resources.Release;
import dev.rota.api.resources.RequestTotals;
import dev.rota.api.resources.RequestsResource;
import dev.rota.api.resources.RunsResource;
import dev.rota.api.resources.ScheduleActions;
import dev.rota.api.resources.SchedulesResource;
import dev.rota.api.resources.SeedResource;
import dev.rota.api.resources.SeriesResource;
import dev.rota.api.resources.SimulateResource;
import dev.rota.api.resources.TemplatesResource;
import dev.rota.api.resources.VersionResource;
import dev.rota.api.ui.DocsResource;
import dev.rota.api.ui.PageResource;
import dev.rota.api.wire.EntityTags;
import dev.rota.api.wire.JsonBodies;
import dev.rota.logging.Seldom;
import dev.rota.store.AccountStore;
import dev.rota.store.ApplyStore;
import dev.rota.store.BulkStore;
import dev.rota.store.CalendarStore;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.Database;
import dev.rota.store.DecisionReadStore;
import dev.rota.store.ExplainStore;
import dev.rota.store.ItemReadStore;
import dev.rota.store.LogReadStore;
import dev.rota.store.OverviewStore;
import dev.rota.store.RequestStore;
import dev.rota.store.RunHistoryStore;
import dev.rota.store.ScheduleReadStore;
import dev.rota.store.ScheduleStore;
import dev.rota.store.SeedReadStore;
import dev.rota.store.SeedStore;
import dev.rota.store.SeriesReadStore;
import dev.rota.store.TemplateStore;
import java.util.ArrayList;
import java.util.List;

/// The route table: every resource, filter and provider of the API, made here and nowhere else.
final class RotaApplication {
    private RotaApplication() {}

    /// Everything but who may call it; tests put their own in its place.
    static List<Object> openComponents(ApiConfig config, Database database, Pause pause, RequestTotals requests) {
        Seldom unreachable = new Seldom(System::nanoTime);
        List<Object> components = new ArrayList<>(around(unreachable));
        components.addAll(schedulesAndRuns(config, database, pause));
        components.addAll(reading(database, unreachable, requests));
        components.add(seed(config, database));
        components.addAll(List.of(new PageResource(), new DocsResource()));
        return components;
    }

    static List<Object> components(ApiConfig config, Database database, Pause pause, RequestTotals requests) {
        List<Object> components = new ArrayList<>(openComponents(config, database, pause, requests));
        components.addAll(access(database));
        return components;
    }

    /// What every request passes.
    private static List<Object> around(Seldom unreachable) {
        return List.of(new RequestIdFilter(), new ProblemMapper(unreachable), new JsonBodies(), new EntityTags());
    }

    private static List<Object> schedulesAndRuns(ApiConfig config, Database database, Pause pause) {
        RequestStore requests = new RequestStore(database);
        RunHistoryStore runs = new RunHistoryStore(database);
        JobRules rules = new JobRules(config.commandsAllowed());
        ScheduleReadStore reads = new ScheduleReadStore(database);
        ScheduleStore schedules = new ScheduleStore(database);
        CalendarStore calendars = new CalendarStore(database);
        return List.of(
                new SchedulesResource(reads, schedules, rules, new KnownCalendars(calendars), config.defaultZone()),
                new CalendarsResource(calendars),
                new SimulateResource(schedules, calendars, config.defaultZone()),
                new BulkResource(new BulkStore(database)),
                new ApplyResource(new ApplyStore(database), schedules, rules, config.defaultZone()),
                new ScheduleActions(reads, schedules, requests, runs),
                new RunsResource(runs, requests),
                new RequestsResource(requests),
                new JobsResource(requests, rules, pause),
                new TemplatesResource(new TemplateStore(database), rules));
    }

    /// Who is asking, and whether they may.
    private static List<Object> access(Database database) {
        AccountStore accounts = new AccountStore(database);
        return List.of(new AccessFeature(accounts), new LoginResource(accounts));
    }

    /// What is only read.
    private static List<Object> reading(Database database, Seldom unreachable, RequestTotals requests) {
        OverviewStore overview = new OverviewStore(database);
        DaemonReadStore daemons = new DaemonReadStore(database);
        ScheduleReadStore reads = new ScheduleReadStore(database);
        Release release = Release.current();
        return List.of(
                new OverviewResource(overview, daemons, new RunHistoryStore(database)),
                new DaemonsResource(daemons),
                new HealthResource(overview, daemons, unreachable),
                new MetricsResource(overview, daemons, release, new MetricsResource.Itself(database, requests)),
                new VersionResource(overview, release),
                new SeriesResource(new SeriesReadStore(database)),
                new ExplainResource(new ExplainStore(database)),
                new DecisionsResource(new DecisionReadStore(database), reads),
                new ItemsResource(new ItemReadStore(database), reads),
                new LogsResource(new LogReadStore(database)));
    }

    /// FossaWork's routes, for the clients it had.
    private static SeedResource seed(ApiConfig config, Database database) {
        return new SeedResource(
                new SeedResource.Stores(
                        new SeedReadStore(database),
                        new SeedStore(database),
                        new TemplateStore(database),
                        new RequestStore(database),
                        new DaemonReadStore(database)),
                config.defaultZone());
    }
}
