package sh.paseo.daemon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.protocol.agents.Project;

class ProjectsTest {
    @TempDir
    private Path folder;

    private final Projects projects = new Projects(() -> 0);

    @Test
    void aPlainFolderIsItsOwnProject() {
        Project project = projects.of(folder);
        assertEquals(folder.toString(), project.projectKey());
        assertFalse(project.checkout().isGit());
    }

    @Test
    void aRepositoryIsReadFromItsFilesAlone() throws IOException {
        Path git = Files.createDirectory(folder.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/feature/x\n");
        Files.writeString(git.resolve("config"),
                "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@example.com:a/b.git\n\tfetch = x\n[branch \"m\"]\n");
        Path inside = Files.createDirectories(folder.resolve("src/main"));
        Project project = projects.of(inside);
        assertTrue(project.checkout().isGit());
        assertEquals(Optional.of("feature/x"), project.checkout().currentBranch());
        assertEquals(Optional.of("git@example.com:a/b.git"), project.checkout().remoteUrl());
        assertEquals(Optional.of(folder.toString()), project.checkout().worktreeRoot());
        assertEquals(folder.toString(), project.projectKey());
    }

    @Test
    void aWorktreeBelongsToItsMainRepository() throws IOException {
        Path main = Files.createDirectories(folder.resolve("main/.git/worktrees/w")).getParent().getParent();
        Files.writeString(main.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(main.resolve("worktrees/w/HEAD"), "ref: refs/heads/topic\n");
        Files.writeString(main.resolve("worktrees/w/commondir"), "../..\n");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + main.resolve("worktrees/w") + "\n");
        Project project = projects.of(tree);
        assertEquals(Optional.of("topic"), project.checkout().currentBranch());
        assertEquals(Optional.of(folder.resolve("main").toString()), project.checkout().mainRepoRoot());
    }
}
