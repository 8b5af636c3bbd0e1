package sh.paseo.agent.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir
    Path path;

    @Test
    void entriesAreSortedWithoutHiddenOnes() throws IOException {
        for (String name : List.of("b", "a", ".hidden")) {
            Files.createFile(path.resolve(name));
        }
        assertEquals(List.of("a", "b"), new Folder(path).entries());
    }

    @Test
    void detachedHeadIsAShortHash() throws IOException {
        Path head = Files.writeString(path.resolve("HEAD"), "0123456789abcdef0123456789abcdef01234567\n");
        assertEquals("01234567", Folder.branch(head));
    }

    @Test
    void headOfALinkedWorktreeIsFound() throws IOException {
        Path git = Files.createDirectories(path.resolve("main/.git/worktrees/tree"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/side\n");
        Path tree = Files.createDirectory(path.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + git + "\n");
        assertEquals("side", Folder.branch(new Folder(tree).head().orElseThrow()));
    }

    @Test
    void folderWithoutGitHasNoHead() throws IOException {
        assertEquals(Optional.empty(), new Folder(path).head());
    }
}
