package dev.rota.bin.manual;

import dev.rota.config.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The manual pages, from the description of the commands and of the settings: `rota(1)`, a page for each command
/// (`rota-schedules(1)`, its own commands as sections), and `rota.conf(5)`.
final class ManualPages {
    private static final Pattern MARKUP = Pattern.compile("@\\|\\S+ (.*?)\\|@");

    private final CommandSpec rota;
    private final String version;

    /// @param rota    the root of the commands
    /// @param version printed at the foot of each page
    ManualPages(CommandSpec rota, String version) {
        this.rota = rota;
        this.version = version;
    }

    /// Every page, by its path below the directory of manual pages: `man1/rota.1`.
    Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("man1/rota.1", overview());
        commands(rota).forEach(command -> pages.put("man1/rota-" + command.name() + ".1", page(command)));
        pages.put("man5/rota.conf.5", settings());
        return pages;
    }

    private String overview() {
        Roff page = new Roff("rota", 1, version, "Rota");
        page.section("NAME").paragraph("rota - " + clause(rota));
        page.section("SYNOPSIS").paragraph("rota COMMAND [OPTIONS]");
        page.section("COMMANDS");
        commands(rota).forEach(command -> page.item(command.name(), description(command)));
        page.section("EXIT STATUS").verbatim(lines(rota.usageMessage().footer()));
        page.section("SEE ALSO");
        List<String> names = new ArrayList<>();
        commands(rota).forEach(command -> names.add("rota-" + command.name() + "(1)"));
        names.add("rota.conf(5)");
        return page.paragraph(String.join(", ", names)).toString();
    }

    private String page(CommandSpec command) {
        Roff page = new Roff("rota-" + command.name(), 1, version, "Rota");
        page.section("NAME").paragraph("rota-" + command.name() + " - " + clause(command));
        page.section("SYNOPSIS").paragraph(synopsis(command));
        page.section("DESCRIPTION").paragraph(description(command));
        if (!footer(command).isEmpty()) {
            page.verbatim(footer(command));
        }
        parameters(page.section("OPTIONS"), command);
        List<CommandSpec> parts = commands(command);
        if (!parts.isEmpty()) {
            page.section("COMMANDS");
            for (CommandSpec part : parts) {
                page.subsection(synopsis(part)).paragraph(description(part));
                parameters(page, part);
                if (!footer(part).isEmpty()) {
                    page.verbatim(footer(part));
                }
            }
        }
        return page.section("SEE ALSO").paragraph("rota(1), rota.conf(5)").toString();
    }

    private String settings() {
        Roff page = new Roff("rota.conf", 5, version, "Rota");
        page.section("NAME").paragraph("rota.conf - settings of Rota");
        page.section("DESCRIPTION")
                .paragraph("Lines of KEY=value; a line that begins with # is a comment. The environment wins over the"
                        + " file, and a file of the key's name in the unit's credentials directory over both. Unknown"
                        + " keys and wrong values stop the start with exit status 78, all of them told at once.");
        page.section("KEYS");
        for (Key key : Key.values()) {
            page.item(key.written(), sentence(key.meaning()));
        }
        return page.section("SEE ALSO").paragraph("rota-config(1)").toString();
    }

    private static void parameters(Roff page, CommandSpec command) {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.item(parameter.paramLabel(), sentence(joined(parameter.description())));
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                page.item(String.join(", ", option.names()) + value, sentence(joined(option.description())));
            }
        }
    }

    private static String synopsis(CommandSpec command) {
        return command.commandLine()
                .getHelp()
                .synopsis(0)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static List<CommandSpec> commands(CommandSpec of) {
        return of.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .distinct()
                .toList();
    }

    private static List<String> footer(CommandSpec command) {
        return lines(command.usageMessage().footer());
    }

    private static String description(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        return sentence(joined(usage.description()));
    }

    /// The first sentence, as the line that `apropos` shows.
    private static String clause(CommandSpec command) {
        String first = description(command).split("(?<=[.:]) ", 2)[0];
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String sentence(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String capital = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return capital.endsWith(".") || capital.endsWith(")") ? capital : capital + ".";
    }

    private static String joined(String[] lines) {
        return String.join(" ", lines(lines)).replaceAll("\\s+", " ").strip();
    }

    private static List<String> lines(String[] lines) {
        return Arrays.stream(lines)
                .map(line -> MARKUP.matcher(line.replace("%n", " ").replace("%%", "%"))
                        .replaceAll("$1"))
                .toList();
    }
}
