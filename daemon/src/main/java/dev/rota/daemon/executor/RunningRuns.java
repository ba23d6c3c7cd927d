package dev.rota.daemon.executor;

import dev.rota.daemon.time.Wakeup;
import dev.rota.job.Lane;
import dev.rota.metrics.MetricsPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The runs this daemon holds, from the claim until the outcome is recorded, and the lease that they hang on.
public final class RunningRuns {
    private static final int MOST_UNRECORDED = 2_000;
    private static final int UNRECORDED_PER_SLOT = 4;

    private final Slots slots;
    private final Map<UUID, LiveRun> runs = new ConcurrentHashMap<>();
    /// Without a lock that a run could wait for while it holds that of its log.
    private final Queue<LiveRun> talkative = new ConcurrentLinkedQueue<>();
    private final Map<Lane, Integer> taken = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> peak = new EnumMap<>(Lane.class);
    private final Wakeup changed;
    private volatile Runnable onStopped = () -> {};
    private volatile @Nullable Lease lease;
    private boolean claiming;
    private long claims;

    /// Our right to the runs.
    ///
    /// @param daemon this incarnation
    /// @param ends   when we must have let go of all runs, on the monotonic clock
    public record Lease(UUID daemon, long ends) {}

    /// @param changed woken whenever a slot becomes free or a run leaves
    public RunningRuns(Slots slots, Wakeup changed) {
        this.slots = slots;
        this.changed = changed;
        for (Lane lane : Lane.values()) {
            taken.put(lane, 0);
            peak.put(lane, 0);
        }
    }

    public @Nullable Lease lease() {
        return lease;
    }

    public void lease(@Nullable Lease granted) {
        lease = granted;
    }

    /// The daemon that may claim now, or null while there is no lease.
    public @Nullable UUID claimer(long now) {
        Lease held = lease;
        return held != null && now - held.ends() < 0 ? held.daemon() : null;
    }

    /// What may be claimed, for each lane: a slow kind in a lane of its own cannot starve the others. Nothing while
    /// the outcomes of very many runs wait to be recorded: they fill the memory, and as long as nothing is recorded
    /// more of them do no good.
    public synchronized Map<Lane, Integer> free() {
        if (runs.size() - taken() >= MOST_UNRECORDED + UNRECORDED_PER_SLOT * slots.total()) {
            return Arrays.stream(Lane.values()).collect(Collectors.toMap(lane -> lane, _ -> 0));
        }
        return slots.free(taken, claims);
    }

    /// A claim begins: until [#claimEnds()] the database may hold runs for us that stand nowhere here yet.
    public synchronized void claimBegins() {
        claiming = true;
    }

    public synchronized void claimEnds() {
        claiming = false;
        claims++;
    }

    /// A mark that is the same as long as no claim was under way in between; -1 while one is.
    public synchronized long claimMark() {
        return claiming ? -1 : claims;
    }

    synchronized void add(LiveRun run) {
        Lane lane = run.claim().job().lane();
        taken.merge(lane, 1, Integer::sum);
        peak.merge(lane, count(taken, lane), Math::max);
        runs.put(run.claim().runId(), run);
        run.log().onLines(() -> talkative.add(run));
    }

    /// Those that have said something since the last time, in the order in which they did.
    List<LiveRun> talked() {
        List<LiveRun> talked = new ArrayList<>();
        for (LiveRun run = talkative.poll(); run != null; run = talkative.poll()) {
            if (runs.containsKey(run.claim().runId())) {
                talked.add(run);
            }
        }
        return talked;
    }

    /// The run's thread has ended: its slot is free, its outcome not recorded yet.
    void threadEnded(LiveRun run) {
        synchronized (this) {
            taken.merge(run.claim().job().lane(), -1, Integer::sum);
        }
        changed.wake();
    }

    /// The outcome is recorded, or dropped for good.
    void forget(UUID runId) {
        runs.remove(runId);
        changed.wake();
    }

    List<LiveRun> all() {
        return List.copyOf(runs.values());
    }

    public Set<UUID> known() {
        return new HashSet<>(runs.keySet());
    }

    /// The runs of schedules whose threads go on.
    public Set<UUID> active() {
        Set<UUID> active = new HashSet<>();
        runs.forEach((id, run) -> {
            if (!run.hasEnded() && run.claim().scheduleId() != 0) {
                active.add(id);
            }
        });
        return active;
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /// How many slots are taken.
    public synchronized int taken() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// @param action called when runs have been cut off by way of this class: how long each takes to end counts
    ///     from then
    void onStopped(Runnable action) {
        onStopped = action;
    }

    /// Cuts a run off, if it is here and has not ended.
    public void stop(UUID runId, StopReason why) {
        LiveRun run = runs.get(runId);
        if (run != null && run.stop(why)) {
            onStopped.run();
        }
    }

    /// Cuts all runs off.
    public void stopAll(StopReason why) {
        stopIf(_ -> true, why);
    }

    void stopIf(Predicate<LiveRun> which, StopReason why) {
        long stopped = runs.values().stream()
                .filter(which)
                .filter(run -> run.stop(why))
                .count();
        if (stopped > 0) {
            onStopped.run();
        }
    }

    /// `{"general":{"running":1,"slots":12,"peak":4},"command":…}`.
    public synchronized String lanesJson() {
        return Arrays.stream(Lane.values()).map(this::laneJson).collect(Collectors.joining(",", "{", "}"));
    }

    /// The same for a page of metrics.
    public synchronized void write(MetricsPage page) {
        page.gauge("rota_daemon_slots", "Runs that this daemon may have at once, by lane.");
        for (Lane lane : Lane.values()) {
            page.sample(Map.of("lane", lane.word()), slots.of(lane));
        }
        page.gauge("rota_daemon_slots_used", "Slots that are taken, by lane.");
        for (Lane lane : Lane.values()) {
            page.sample(Map.of("lane", lane.word()), count(taken, lane));
        }
    }

    private String laneJson(Lane lane) {
        return "\"%s\":{\"running\":%d,\"slots\":%d,\"peak\":%d}"
                .formatted(lane.word(), count(taken, lane), slots.of(lane), count(peak, lane));
    }

    private static int count(Map<Lane, Integer> counts, Lane lane) {
        return counts.getOrDefault(lane, 0);
    }
}
