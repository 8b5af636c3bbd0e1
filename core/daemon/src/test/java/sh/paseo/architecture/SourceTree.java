package sh.paseo.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;

/** Every Java file of the repository, parsed but not compiled, so that the rules reach modules that nothing here depends on. */
record SourceTree(Path root, Trees trees, List<Source> sources) {
    /** One file. */
    record Source(Path file, String text, CompilationUnitTree unit) {
        boolean test() {
            return file.toString().contains("/src/test/");
        }

        int lines() {
            return (int) text.lines().count();
        }
    }

    static SourceTree ofRepository() {
        var root = repository();
        return of(root, javaFiles(root));
    }

    static SourceTree of(Path root, List<Path> files) {
        try (var manager = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var trees = Trees.instance(task);
            var sources = new ArrayList<Source>();
            for (var unit : task.parse()) {
                var file = Path.of(unit.getSourceFile().toUri());
                sources.add(new Source(root.relativize(file), Files.readString(file), unit));
            }
            return new SourceTree(root, trees, List.copyOf(sources));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines a tree covers. */
    int lines(Source source, Tree tree) {
        var positions = trees.getSourcePositions();
        var map = source.unit().getLineMap();
        return (int) (map.getLineNumber(positions.getEndPosition(source.unit(), tree))
                - map.getLineNumber(positions.getStartPosition(source.unit(), tree)) + 1);
    }

    /** The repository: the folder above that has the plugin API. */
    static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("plugin-api"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The texts that people read: README, architecture and decisions. */
    static List<Path> documents(Path root) {
        var documents = new ArrayList<Path>();
        for (var name : List.of("README.md", "core/ARCHITECTURE.md")) {
            if (Files.exists(root.resolve(name))) {
                documents.add(root.resolve(name));
            }
        }
        var decisions = root.resolve("core/adr");
        if (Files.isDirectory(decisions)) {
            try (var files = Files.list(decisions)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return documents;
    }

    private static List<Path> javaFiles(Path root) {
        var folders = List.of("core", "plugin-api", "plugins", "distribution");
        return folders.stream().map(root::resolve).flatMap(folder -> {
            try (var files = Files.walk(folder)) {
                return files.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
                        .toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    /** The types written at the top of a file. */
    static List<Tree> topLevelTypes(Source source) {
        return StreamSupport.stream(source.unit().getTypeDecls().spliterator(), false)
                .filter(tree -> tree.getKind() != Tree.Kind.EMPTY_STATEMENT).map(Tree.class::cast).toList();
    }
}
