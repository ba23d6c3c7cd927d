package dev.rota.bin.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/// How `rota schedules apply` goes about it.
final class ApplyOptions {
    @Option(names = "--dry-run", description = "only tell what would change")
    private boolean dryRun;

    @Option(
            names = "--prune",
            description = "delete the schedules that apply made under the same --managed-by and that are in no file")
    private boolean prune;

    @Option(
            names = "--managed-by",
            paramLabel = "NAME",
            description =
                    "whose the schedules are: the label managed_by of those that are made; default ${DEFAULT-VALUE}",
            defaultValue = "rota-apply")
    private String managedBy = "rota-apply";

    @Option(
            names = "--adopt",
            description = "also put that label on schedules of the files that are there without it, or with another")
    private boolean adopt;

    ObjectNode body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("managed_by", managedBy)
                .put("adopt", adopt)
                .put("prune", prune)
                .put("dry_run", dryRun);
    }
}
