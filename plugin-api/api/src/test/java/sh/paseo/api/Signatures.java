package sh.paseo.api;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a jar compiled against the API relies on, one sorted line for each type and member. */
final class Signatures {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private final List<String> lines = new ArrayList<>();

    private Signatures() {}

    /** The lines of all public and protected types whose class files lie under the folder. */
    static List<String> of(Path classes) throws IOException, ClassNotFoundException {
        var signatures = new Signatures();
        try (var files = Files.walk(classes)) {
            for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                var name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
                if (!name.endsWith("-info")) {
                    signatures.add(Class.forName(name, false, Signatures.class.getClassLoader()));
                }
            }
        }
        return List.copyOf(new TreeSet<>(signatures.lines));
    }

    static List<String> of(Class<?> type) {
        var signatures = new Signatures();
        signatures.add(type);
        return List.copyOf(new TreeSet<>(signatures.lines));
    }

    private void add(Class<?> type) {
        if (!visible(type)) {
            return;
        }
        lines.add(type.getName() + " " + head(type));
        for (var field : type.getDeclaredFields()) {
            if (seen(field.getModifiers())) {
                lines.add(type.getName() + "#" + field.getName() + " : " + field.getGenericType().getTypeName());
            }
        }
        for (var method : type.getDeclaredMethods()) {
            if (seen(method.getModifiers()) && !method.isSynthetic() && !OF_EVERY_OBJECT.contains(method.getName())) {
                lines.add(type.getName() + "#" + signature(method) + " : " + method.getGenericReturnType().getTypeName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (seen(constructor.getModifiers())) {
                lines.add(type.getName() + "#new(" + parameters(constructor) + ")");
            }
        }
    }

    private static String head(Class<?> type) {
        var words = new ArrayList<String>();
        if (type.isSealed()) {
            words.add("sealed");
        }
        if (Modifier.isFinal(type.getModifiers())) {
            words.add("final");
        }
        words.add(type.isRecord() ? "record(" + components(type) + ")" : type.isEnum() ? "enum" : type.isInterface() ? "interface"
                : "class");
        Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName).filter(name -> !name.equals("java.lang.Object")).sorted().forEach(words::add);
        return String.join(" ", words);
    }

    private static String components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Signatures::component).collect(Collectors.joining(", "));
    }

    private static String component(RecordComponent component) {
        return component.getGenericType().getTypeName() + " " + component.getName();
    }

    private static String signature(Method method) {
        // A method without a body in an interface is one that every implementer must have: adding one breaks them, so it is marked.
        var kind = Modifier.isStatic(method.getModifiers()) ? "static " : Modifier.isAbstract(method.getModifiers()) ? "abstract " : "";
        return kind + method.getName() + "(" + parameters(method) + ")";
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes()).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    private static boolean visible(Class<?> type) {
        return seen(type.getModifiers()) && !type.isAnonymousClass() && !type.isSynthetic()
                && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    private static boolean seen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
