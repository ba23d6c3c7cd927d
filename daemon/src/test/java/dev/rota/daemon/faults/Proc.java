package dev.rota.daemon.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process has, as the kernel and its virtual machine tell.
///
/// @param pid of a virtual machine
record Proc(long pid) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Proc of(Process process) {
        return new Proc(process.pid());
    }

    long threads() throws IOException {
        return status("Threads:");
    }

    /// Resident memory, in MiB.
    long rss() throws IOException {
        return status("VmRSS:") / 1024;
    }

    long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return open.count();
        }
    }

    /// What of the heap is in use after a collection, in KiB.
    long heap() throws IOException, InterruptedException {
        String _ = jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    private String jcmd(String order) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid), order)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = jcmd.inputReader(StandardCharsets.UTF_8)) {
            // The lines of the heap itself; what follows "Metaspace" is not of it.
            String said = String.join("\n", out.readAllLines().toArray(new String[0]));
            int _ = jcmd.waitFor();
            return said.contains("Metaspace") ? said.substring(0, said.indexOf("Metaspace")) : said;
        }
    }

    private long status(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(one -> one.startsWith(line))
                .mapToLong(one -> Long.parseLong(one.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
