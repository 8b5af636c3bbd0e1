package sh.paseo.daemon.gateway;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.engine.CreateAgent;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.Profile;
import sh.paseo.engine.Providers;
import sh.paseo.engine.RequestKey;
import sh.paseo.protocol.agents.AgentRequest;

/** Checks what a client wants to create and puts defaults where it left room. <b>Thread</b>: any. */
final class AgentCreation {
    private static final int MAX_TITLE = 200;

    private final Providers providers;

    AgentCreation(Providers providers) {
        this.providers = providers;
    }

    CreateAgent create(AgentRequest.CreateAgent wanted, Optional<RequestKey> key) {
        if (wanted.git().isPresent() || wanted.worktreeName().isPresent()) {
            throw new EngineException(EngineException.Code.INVALID,
                    "This version cannot create git worktrees or branches yet: create the agent without them, in a folder of yours");
        }
        AgentRequest.Config config = wanted.config();
        ProviderDescriptor provider = provider(config.provider());
        Optional<CreateAgent.FirstPrompt> prompt = wanted.initialPrompt().isEmpty() && wanted.images().map(List::isEmpty).orElse(true)
                ? Optional.empty()
                : Optional.of(new CreateAgent.FirstPrompt(
                        prompt(wanted.initialPrompt().orElse(""), wanted.images(), wanted.attachments()), wanted.clientMessageId()));
        JsonObjectBuilder extra = Json.createObjectBuilder(config.extra().orElse(JsonValue.EMPTY_JSON_OBJECT));
        wanted.outputSchema().ifPresent(schema -> extra.add("outputSchema", schema));
        return new CreateAgent(provider.id(), directory(config.cwd()), profile(provider, config, wanted.labels(), extra.build()),
                Optional.empty(), prompt, key);
    }

    CreateAgent resume(AgentRequest.ResumeAgent wanted, Optional<RequestKey> key) {
        ProviderDescriptor provider = provider(wanted.handle().provider());
        JsonObject overrides = wanted.overrides().orElse(JsonValue.EMPTY_JSON_OBJECT);
        String cwd = overrides.getString("cwd", wanted.handle().metadata().map(m -> m.getString("cwd", "")).orElse(""));
        AgentRequest.Config config = new AgentRequest.Config(provider.id().value(), cwd, text(overrides, "modeId"),
                text(overrides, "model"),
                text(overrides, "thinkingOptionId"), text(overrides, "title"), Optional.empty(), Optional.empty(), Optional.empty());
        return new CreateAgent(provider.id(), directory(cwd), profile(provider, config, Optional.empty(), JsonValue.EMPTY_JSON_OBJECT),
                Optional.of(new ResumeToken(wanted.handle().sessionId())), Optional.empty(), key);
    }

    private static Optional<String> text(JsonObject object, String key) {
        return Optional.ofNullable(object.getString(key, null));
    }

    private ProviderDescriptor provider(String id) {
        try {
            return providers.provider(new ProviderId(id)).map(AgentProvider::descriptor).orElseThrow(() -> new EngineException(
                    EngineException.Code.NOT_FOUND, "Unknown provider: " + id + " (\"paseo provider ls\" lists those installed)"));
        } catch (IllegalArgumentException malformed) {
            throw new EngineException(EngineException.Code.INVALID, malformed.getMessage());
        }
    }

    private static Path directory(String cwd) {
        try {
            Path directory = Path.of(cwd).toAbsolutePath().normalize();
            if (cwd.isBlank() || !Files.exists(directory)) {
                throw new EngineException(EngineException.Code.NOT_FOUND, "Working directory does not exist: " + cwd);
            }
            if (!Files.isDirectory(directory)) {
                throw new EngineException(EngineException.Code.INVALID, "Working directory is not a directory: " + cwd);
            }
            return directory;
        } catch (InvalidPathException malformed) {
            throw new EngineException(EngineException.Code.INVALID, "Working directory is not a path: " + malformed.getMessage());
        }
    }

    private static Profile profile(ProviderDescriptor provider, AgentRequest.Config config, Optional<Map<String, String>> labels,
            JsonObject extra) {
        Optional<String> title = config.title().map(String::strip).filter(text -> !text.isEmpty());
        if (title.filter(text -> text.length() > MAX_TITLE).isPresent()) {
            throw new EngineException(EngineException.Code.INVALID, "The title is longer than " + MAX_TITLE + " characters");
        }
        Optional<String> mode = config.modeId().filter(id -> !id.isBlank()).or(provider::defaultMode);
        if (!provider.modes().isEmpty() && mode.isPresent() && provider.modes().stream().noneMatch(m -> m.id().equals(mode.get()))) {
            throw new EngineException(EngineException.Code.INVALID,
                    "Provider " + provider.id() + " has no mode \"" + mode.get() + "\"; it has "
                            + String.join(", ", provider.modes().stream().map(m -> m.id()).toList()));
        }
        Profile.Settings settings = new Profile.Settings(mode, chosen(config.model()),
                config.thinkingOptionId().filter(id -> !id.isBlank()));
        return new Profile(title, title.isPresent(), labels.orElse(Map.of()), settings, config.systemPrompt(),
                config.mcpServers().orElse(JsonValue.EMPTY_JSON_OBJECT), extra);
    }

    /** A model that was chosen: nothing, blank and {@code default} all mean the provider's default. */
    static Optional<String> chosen(Optional<String> model) {
        return model.map(String::strip).filter(id -> !id.isEmpty() && !id.equals("default"));
    }

    /** A prompt with its attachments written out as text, since agents know no attachments. */
    static Prompt prompt(String text, Optional<List<AgentRequest.Image>> images, Optional<List<JsonObject>> attachments) {
        StringBuilder whole = new StringBuilder(text);
        for (JsonObject attachment : attachments.orElse(List.of())) {
            Attachments.text(attachment).ifPresent(block -> whole.append(whole.isEmpty() ? "" : "\n\n").append(block));
        }
        List<Prompt.Image> pictures = images.orElse(List.of()).stream().map(image -> new Prompt.Image(image.mimeType(), image.data()))
                .toList();
        if (whole.toString().isBlank() && pictures.isEmpty()) {
            throw new EngineException(EngineException.Code.INVALID, "A prompt needs text or an image");
        }
        return new Prompt(whole.toString(), pictures);
    }
}
