package sh.paseo.daemon.processes;

import java.nio.file.Path;

/** The folder of one process; its name is the name of the process. */
record ProcessFolder(Path path) {
    String name() {
        return path.getFileName().toString();
    }

    Path in() {
        return path.resolve("in");
    }

    Path out() {
        return path.resolve("out");
    }

    Path err() {
        return path.resolve("err");
    }

    Path record() {
        return path.resolve("process.json");
    }
}
