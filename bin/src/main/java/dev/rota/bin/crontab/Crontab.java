package dev.rota.bin.crontab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A crontab: of a user, or of the system with a user in each line. Every line becomes a schedule, or it is said why
/// not.
public final class Crontab {
    private static final Pattern SETTING =
            Pattern.compile("[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?\\s*=\\s*(.*)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("@(\\S+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern FIELDS = Pattern.compile("((?:\\S+[ \\t]+){4}\\S+)(?:[ \\t]+(.*))?", Pattern.DOTALL);
    private static final Pattern USER = Pattern.compile("(\\S+)(?:[ \\t]+(.*))?", Pattern.DOTALL);
    private static final Map<String, String> WORDS = Map.of(
            "yearly", "0 0 1 1 *",
            "annually", "0 0 1 1 *",
            "monthly", "0 0 1 * *",
            "weekly", "0 0 * * 0",
            "daily", "0 0 * * *",
            "midnight", "0 0 * * *",
            "hourly", "0 * * * *");
    private static final Set<String> MAIL = Set.of("MAILTO", "MAILFROM", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING");
    private static final int SHORT = 100;

    /// What cron provides and a job has not: `~`, the two variables, and the home directory to begin in.
    private static final Pattern AT_HOME =
            Pattern.compile("(?:^|[\\s=:;&|(])~(?=/|\\s|$)|\\$\\{?(HOME|LOGNAME|USER)\\b|(?:^|[;&|(]\\s*)\\.{1,2}/");

    private final String prefix;
    private final String owner;
    private final boolean users;
    private final Map<String, String> environment = new LinkedHashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    private final List<ObjectNode> schedules = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private String shell = "/bin/sh";
    private @Nullable ZoneId zone;

    /// What is to be said of a line.
    ///
    /// @param left whether it did not become a schedule although cron would run it
    public record Said(int line, String sentence, boolean left) {}

    /// @param prefix what the names of the schedules begin with, before the user; the same for every crontab would
    ///               have that of a second machine change the schedules of the first
    /// @param owner  whose it is; empty: not known
    /// @param users  whether each line names a user in front of its command
    /// @param zone   of the times, unless CRON_TZ says another
    public Crontab(String text, String prefix, String owner, boolean users, ZoneId zone) {
        this.prefix = prefix;
        this.owner = owner;
        this.users = users;
        this.zone = zone;
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(line, i + 1);
            }
        }
    }

    /// As `rota schedules apply` takes them.
    public List<ObjectNode> schedules() {
        return List.copyOf(schedules);
    }

    public List<Said> said() {
        return List.copyOf(said);
    }

    private void line(String line, int number) {
        Matcher setting = SETTING.matcher(line);
        Matcher word = WORD.matcher(line);
        Matcher fields = FIELDS.matcher(line.startsWith("-") ? line.substring(1) : line);
        if (setting.matches()) {
            setting(setting.group(1), unquoted(setting.group(2).strip()), number);
        } else if (word.matches()) {
            String cron = WORDS.get(word.group(1));
            if (cron != null) {
                entry(cron, word.group(2), number);
            } else if (word.group(1).equals("reboot")) {
                leave(
                        number,
                        "@reboot means the start of the machine, which no schedule knows; make it a systemd unit.");
            } else {
                leave(number, "'@" + word.group(1) + "' is none of cron's words.");
            }
        } else if (fields.matches()) {
            entry(fields.group(1).replaceAll("\\s+", " "), fields.group(2), number);
        } else {
            leave(number, "This is no line of a crontab: five fields of time and a command.");
        }
    }

    private void setting(String name, String value, int number) {
        switch (name) {
            case "SHELL" -> shell = value;
            case "CRON_TZ" -> {
                zone = zone(value);
                if (zone == null) {
                    say(number, "There is no time zone '" + value + "', so what follows is left out.");
                }
            }
            case "RANDOM_DELAY" -> say(number, "RANDOM_DELAY is left out; write 'spread' into the schedules for that.");
            default -> {
                if (MAIL.contains(name)) {
                    if (name.equals("MAILTO") && !value.isEmpty()) {
                        say(number, "Nothing is mailed to '" + value + "': what a command prints is in its run's log.");
                    }
                } else {
                    environment.put(name, value);
                }
            }
        }
    }

    private void entry(String cron, @Nullable String rest, int number) {
        String command = rest == null ? "" : rest.strip();
        String user = owner;
        if (users) {
            Matcher split = USER.matcher(command);
            user = split.matches() ? split.group(1) : "";
            command = split.matches() && split.group(2) != null ? split.group(2) : "";
        }
        if (command.isEmpty()) {
            leave(number, users ? "There is no command behind the user." : "There is no command.");
            return;
        }
        if (zone == null) {
            leave(number, "Its time zone is not known.");
            return;
        }
        switch (Expressions.cron(cron)) {
            case Reading.Broken<LocalRecurrence> broken ->
                leave(number, "'" + cron + "': " + broken.problems().getFirst().message());
            case Reading.Fits<LocalRecurrence> _ -> {
                if (users && !user.isEmpty()) {
                    say(number, "It ran as '" + user + "'; here it runs as the user that commands run as.");
                }
                CronCommand parsed = CronCommand.parse(command);
                if (!environment.containsKey("HOME")
                        && AT_HOME.matcher(parsed.shell()).find()) {
                    say(
                            number,
                            "It counts on HOME, LOGNAME or its user's home directory, which cron provides and Rota does"
                                    + " not: write whole paths, or HOME=… above it in the crontab.");
                }
                schedules.add(schedule(cron, user, parsed));
            }
        }
    }

    private ObjectNode schedule(String cron, String user, CronCommand command) {
        ObjectNode schedule = JsonNodeFactory.instance.objectNode().put("name", name(user, command));
        if (!user.isEmpty()) {
            schedule.putObject("labels").put("cron_user", user);
        }
        ObjectNode job = schedule.putObject("job").put("kind", "command");
        ArrayNode argv = job.putArray("argv");
        argv.add(shell).add("-c").add(command.script());
        ObjectNode variables = job.putObject("environment");
        environment.forEach(variables::put);
        job.put("timeout", "P1D"); // cron has none, and this is the longest
        schedule.putObject("recurrence").put("cron", cron);
        schedule.put("zone", String.valueOf(zone));
        schedule.putObject("missed").put("policy", "none"); // as cron does
        return schedule;
    }

    /// From what is run, so that a second import finds it again; a second one of the same name is numbered.
    private String name(String user, CronCommand command) {
        String plain = command.shell().replaceAll("\\s+", " ");
        String brief = plain.length() <= SHORT ? plain : plain.substring(0, SHORT - 1) + "…";
        String name = prefix + (user.isEmpty() ? "" : " " + user) + ": " + brief;
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + " #" + count;
    }

    private void say(int number, String sentence) {
        said.add(new Said(number, sentence, false));
    }

    private void leave(int number, String sentence) {
        said.add(new Said(number, sentence, true));
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
