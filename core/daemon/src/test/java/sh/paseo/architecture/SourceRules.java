package sh.paseo.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import sh.paseo.architecture.SourceTree.Source;

/** Sizes and habits, each as a list of sentences about the files that break it. */
record SourceRules(SourceTree tree) {
    private static final int MAIN_LINES = 400;
    private static final int TEST_LINES = 600;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 5;
    private static final int COLLABORATORS = 7;
    private static final int COLUMNS = 140;

    private static final Pattern LINE_NUMBER = Pattern.compile("(?i)\\blines? \\d|\\.(java|md|xml):\\d|#L\\d");

    List<String> tooLong() {
        return tree.sources().stream().filter(source -> source.lines() > (source.test() ? TEST_LINES : MAIN_LINES))
                .map(source -> source.file() + " has " + source.lines() + " lines").toList();
    }

    List<String> tooWide() {
        return tree.sources().stream().filter(source -> source.text().lines().anyMatch(line -> line.length() > COLUMNS))
                .map(source -> source.file() + " has a line of more than " + COLUMNS + " characters").toList();
    }

    List<String> tooLongMethods() {
        return methods((source, method) -> {
            var lines = tree.lines(source, method);
            return lines > METHOD_LINES ? List.of(source.file() + ": " + method.getName() + " has " + lines + " lines") : List.of();
        });
    }

    List<String> tooManyParameters() {
        return methods((source, method) -> {
            var constructor = method.getName().contentEquals("<init>");
            var count = method.getParameters().size();
            return count > (constructor ? COLLABORATORS : PARAMETERS)
                    ? List.of(source.file() + ": " + method.getName() + " has " + count + " parameters")
                    : List.of();
        });
    }

    List<String> severalTopLevelTypes() {
        return tree.sources().stream().filter(source -> SourceTree.topLevelTypes(source).size() > 1)
                .map(source -> source.file() + " has several top-level types").toList();
    }

    List<String> unusedImports() {
        var found = new ArrayList<String>();
        for (var source : tree.sources()) {
            var body = source.text().lines().filter(line -> !line.startsWith("import ")).reduce("", (a, b) -> a + "\n" + b);
            for (ImportTree each : source.unit().getImports()) {
                var name = each.getQualifiedIdentifier().toString();
                var simple = name.substring(name.lastIndexOf('.') + 1);
                if (!simple.equals("*") && !Pattern.compile("\\b" + simple + "\\b").matcher(body).find()) {
                    found.add(source.file() + " imports " + name + " and does not use it");
                }
            }
        }
        return found;
    }

    /** Files outside tests whose text has the words. */
    List<String> mainFilesNaming(String words) {
        return tree.sources().stream().filter(source -> !source.test() && source.text().contains(words))
                .map(source -> source.file().toString()).toList();
    }

    static List<String> citedLineNumbers(String name, String text) {
        return text.lines().filter(line -> LINE_NUMBER.matcher(line).find()).map(line -> name + ": " + line.strip()).toList();
    }

    private interface MethodRule {
        List<String> check(Source source, MethodTree method);
    }

    private List<String> methods(MethodRule rule) {
        var found = new ArrayList<String>();
        for (var source : tree.sources()) {
            source.unit().accept(new TreeScanner<Void, Boolean>() {
                @Override
                public Void visitClass(ClassTree type, Boolean inRecord) {
                    return super.visitClass(type, type.getKind() == Tree.Kind.RECORD);
                }

                @Override
                public Void visitMethod(MethodTree method, Boolean inRecord) {
                    // What a record's constructors take is its shape.
                    if (!inRecord || !method.getName().contentEquals("<init>")) {
                        found.addAll(rule.check(source, method));
                    }
                    return super.visitMethod(method, inRecord);
                }
            }, false);
        }
        return found;
    }
}
