package sh.paseo.daemon.processes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;

/** The folders of agents and their processes. */
final class AgentFolders {
    private static final String STATE = "state";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final FileAttribute<?>[] PRIVATE_FOLDER = mode("rwx------");
    private static final FileAttribute<?>[] PRIVATE_FILE = mode("rw-------");

    private final Path root;

    AgentFolders(Path root) {
        this.root = root.toAbsolutePath();
    }

    Path state(AgentId agent) throws IOException {
        return privateFolder(privateFolder(agentFolder(agent)).resolve(STATE));
    }

    /** A folder with its FIFO and empty files. Its name comes never again, for positions in journals outlive journals. */
    ProcessFolder newProcess(AgentId agent, Instant now) throws IOException {
        HexFormat hex = HexFormat.of();
        String name = hex.toHexDigits(now.getEpochSecond(), 10) + "-" + hex.toHexDigits(ThreadLocalRandom.current().nextInt());
        Path path = privateFolder(agentFolder(agent)).resolve(name);
        ProcessFolder folder = new ProcessFolder(Files.createDirectory(path, PRIVATE_FOLDER));
        try {
            int result = Libc.makeFifo(folder.in(), 0600);
            if (result < 0) {
                throw new IOException("Cannot make the FIFO " + folder.in() + ", error " + -result);
            }
            Files.createFile(folder.out(), PRIVATE_FILE);
            Files.createFile(folder.err(), PRIVATE_FILE);
            return folder;
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    List<AgentId> agents() throws IOException {
        return folders(root).stream().map(path -> path.getFileName().toString()).filter(NAME.asMatchPredicate()).map(AgentId::new).toList();
    }

    List<ProcessFolder> processes(AgentId agent) throws IOException {
        return folders(agentFolder(agent)).stream().filter(path -> !path.endsWith(STATE)).map(ProcessFolder::new).toList();
    }

    /** <b>Errors</b>: {@code INVALID} if this cannot be the name of a process. */
    ProcessFolder process(AgentId agent, String name) {
        if (!NAME.matcher(name).matches() || name.equals(STATE)) {
            throw new PluginException(PluginException.Code.INVALID, "Not the name of a process: " + name);
        }
        return new ProcessFolder(agentFolder(agent).resolve(name));
    }

    void delete(AgentId agent) throws IOException {
        delete(agentFolder(agent));
    }

    void delete(ProcessFolder folder) throws IOException {
        delete(folder.path());
    }

    private Path agentFolder(AgentId agent) {
        if (!NAME.matcher(agent.value()).matches()) {
            throw new PluginException(PluginException.Code.INVALID, "The agent id cannot name a folder: " + agent);
        }
        return root.resolve(agent.value());
    }

    /** On Windows a folder in the user's profile is private without further ado. */
    private static FileAttribute<?>[] mode(String permissions) {
        boolean known = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return known ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static Path privateFolder(Path path) throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? path : Files.createDirectories(path, PRIVATE_FOLDER);
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    /** What somebody else deletes meanwhile, as a journal that is done, is gone all the same. */
    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
