package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import sh.paseo.api.PluginException;

/** Hands the configuration of MCP servers to the CLI in a file that only its user reads. */
final class McpFile {
    private McpFile() {}

    /** Empty if there are no servers. */
    static Optional<Path> write(JsonObject servers, Path folder) {
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.resolve("mcp-servers.json");
        try {
            Files.deleteIfExists(file);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, Fields.JSON.createObjectBuilder().add("mcpServers", servers).build().toString());
            return Optional.of(file);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot write " + file + " for Claude Code's MCP servers: " + e, e);
        }
    }
}
