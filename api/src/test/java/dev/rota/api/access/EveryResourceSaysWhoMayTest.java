package dev.rota.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryResourceSaysWhoMayTest {
    @Test
    void everyResourceMethodNeedsARoleOrIsOpen() throws Exception {
        List<Class<?>> resources =
                classes().filter(type -> type.isAnnotationPresent(Path.class)).toList();
        assertThat(resources).as("the search finds the resources").contains(LoginResource.class);
        assertThat(resources.stream().flatMap(EveryResourceSaysWhoMayTest::silent))
                .isEmpty();
    }

    @Test
    void aMethodThatSaysNothingIsFound() {
        assertThat(silent(Planted.class)).extracting(Method::getName).containsExactly("silent");
    }

    @Path("planted")
    static final class Planted {
        @GET
        public String silent() {
            return "";
        }

        @GET
        @Needs(Role.VIEWER)
        public String needy() {
            return "";
        }

        @GET
        @Open
        public String open() {
            return "";
        }
    }

    private static Stream<Method> silent(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> Arrays.stream(method.getAnnotations())
                                .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class))
                        || method.isAnnotationPresent(Path.class))
                .filter(method -> method.isAnnotationPresent(Needs.class) == method.isAnnotationPresent(Open.class));
    }

    private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
        var root = java.nio.file.Path.of(LoginResource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<java.nio.file.Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file)
                            .toString()
                            .replaceFirst("\\.class$", "")
                            .replace('/', '.'))
                    .<Class<?>>map(EveryResourceSaysWhoMayTest::load)
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, LoginResource.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
