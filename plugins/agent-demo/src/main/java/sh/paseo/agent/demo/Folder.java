package sh.paseo.agent.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the agent sees of the folder it works in. Reads names and git's HEAD, and starts no program. */
record Folder(Path path) {
    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_HEAD_BYTES = 4_096;
    private static final int SHORT_HASH = 8;
    private static final String BRANCH = "ref: refs/heads/";
    private static final String ELSEWHERE = "gitdir: ";

    /** Names that are not hidden, sorted; of a very full folder only the first thousand found. */
    List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(name);
                }
                if (names.size() == MAX_ENTRIES) {
                    break;
                }
            }
        }
        names.sort(null);
        return List.copyOf(names);
    }

    /** Git's HEAD file of this folder; of a linked worktree the one its {@code .git} file leads to. */
    Optional<Path> head() throws IOException {
        Path git = path.resolve(".git");
        if (Files.isRegularFile(git)) {
            String text = firstLine(git);
            if (!text.startsWith(ELSEWHERE)) {
                return Optional.empty();
            }
            git = path.resolve(text.substring(ELSEWHERE.length()));
        }
        return Optional.of(git.resolve("HEAD")).filter(Files::isRegularFile);
    }

    /** The branch a HEAD file names, or the short hash of a detached one. */
    static String branch(Path head) throws IOException {
        String text = firstLine(head);
        return text.startsWith(BRANCH) ? text.substring(BRANCH.length()) : text.substring(0, Math.min(SHORT_HASH, text.length()));
    }

    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_HEAD_BYTES), StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
        }
    }
}
