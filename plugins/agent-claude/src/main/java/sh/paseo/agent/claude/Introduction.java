package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sh.paseo.api.agent.Model;
import sh.paseo.api.agent.SlashCommand;

/** What the CLI tells of itself when it is greeted: commands and models. <b>Source</b>: claude-01-basic-allow.jsonl, first answer. */
record Introduction(List<SlashCommand> commands, List<Choice> models) {
    static final Introduction NONE = new Introduction(List.of(), List.of());
    /** Descriptions of skills run to pages; a menu shows a line. Characters. */
    private static final int MOST_DESCRIPTION = 200;

    /** A model the user may choose, and what the CLI makes of the name. */
    record Choice(Model model, Optional<String> resolved) {}

    static Introduction of(JsonObject answer) {
        List<SlashCommand> commands = Fields.objects(answer, "commands").stream()
                .map(command -> new SlashCommand(Fields.text(command, "name", "?"), line(Fields.text(command, "description", "")),
                        Fields.text(command, "argumentHint", "")))
                .toList();
        return new Introduction(commands, Fields.objects(answer, "models").stream().map(Introduction::choice).toList());
    }

    private static Choice choice(JsonObject model) {
        String id = Fields.text(model, "value", "default");
        List<Model.ThinkingOption> efforts = Fields.texts(model, "supportedEffortLevels").stream()
                .map(level -> new Model.ThinkingOption(level, level, false)).toList();
        return new Choice(new Model(id, Fields.text(model, "displayName", id), Fields.text(model, "description"), id.equals("default"),
                efforts, Optional.empty()), Fields.text(model, "resolvedModel"));
    }

    /** What the CLI runs when this model is asked for, if it said so. */
    Optional<String> resolve(Optional<String> model) {
        String id = model.orElse("default");
        return models.stream().filter(choice -> choice.model().id().equals(id)).findFirst().flatMap(Choice::resolved).or(() -> model);
    }

    /** Empty if the CLI named none. */
    List<String> thinkingLevels() {
        return models.stream().flatMap(choice -> choice.model().thinkingOptions().stream()).map(Model.ThinkingOption::id).distinct()
                .toList();
    }

    /** In the CLI's own form, so that {@link #of} reads it again. */
    JsonObject save() {
        JsonArrayBuilder savedCommands = Fields.JSON.createArrayBuilder();
        commands.forEach(command -> savedCommands.add(Fields.JSON.createObjectBuilder().add("name", command.name())
                .add("description", command.description()).add("argumentHint", command.argumentHint())));
        JsonArrayBuilder savedModels = Fields.JSON.createArrayBuilder();
        models.forEach(choice -> savedModels.add(save(choice)));
        return Fields.JSON.createObjectBuilder().add("commands", savedCommands).add("models", savedModels).build();
    }

    private static JsonObjectBuilder save(Choice choice) {
        JsonArrayBuilder levels = Fields.JSON.createArrayBuilder();
        choice.model().thinkingOptions().forEach(option -> levels.add(option.id()));
        JsonObjectBuilder saved = Fields.JSON.createObjectBuilder().add("value", choice.model().id())
                .add("displayName", choice.model().label()).add("supportedEffortLevels", levels);
        choice.model().description().ifPresent(text -> saved.add("description", text));
        choice.resolved().ifPresent(text -> saved.add("resolvedModel", text));
        return saved;
    }

    private static String line(String text) {
        String first = Stream.of(text.split("\n", 2)).findFirst().orElse("").strip();
        return first.length() <= MOST_DESCRIPTION ? first : first.substring(0, MOST_DESCRIPTION - 1) + "…";
    }
}
