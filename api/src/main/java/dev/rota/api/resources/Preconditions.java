package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who edits says which version they edited, so that nobody's edit is lost unseen.
///
/// A schedule's tag is `"v<version>.<progress>"`: runs move what stands behind the dot, edits what stands before it.
/// Only the version is compared here, so that a run does not make an open form stale.
final class Preconditions {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"v(\\d{1,18})(?:\\.\\d{1,18})?\"");

    private Preconditions() {}

    /// The version that `If-Match` names; null when it names any (`*`).
    ///
    /// @throws ApiProblem 428 when there is no such header, 412 when it names no version of ours
    static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw ApiProblem.of(
                    428,
                    "precondition_required",
                    "Say which version you edited: send 'If-Match' with the 'ETag' you got from GET.");
        }
        if (ifMatch.strip().equals("*")) {
            return null;
        }
        return Arrays.stream(ifMatch.split(","))
                .map(tag -> TAG.matcher(tag.strip()))
                .filter(Matcher::matches)
                .map(matcher -> Long.valueOf(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> ApiProblem.of(412, "changed_meanwhile", "If-Match names no version of a schedule."));
    }

    /// 412 with the tag of what is there now.
    static ApiProblem stale(String tag) {
        return ApiProblem.of(
                        412,
                        "changed_meanwhile",
                        "Somebody else has edited it since you loaded it. Load it again and repeat your edit.")
                .with("ETag", "\"" + tag + "\"");
    }
}
