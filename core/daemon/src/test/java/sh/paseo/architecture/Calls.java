package sh.paseo.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Locale;

/** What the rules speak of: calls, types and names. */
final class Calls {
    private Calls() {}

    static DescribedPredicate<JavaMethodCall> to(Class<?> owner, String... methods) {
        var names = List.of(methods);
        return DescribedPredicate.describe("call " + owner.getSimpleName() + names,
                call -> call.getTargetOwner().isEquivalentTo(owner) && names.contains(call.getName()));
    }

    static DescribedPredicate<JavaMethodCall> withoutArguments(Class<?> owner, String method) {
        return to(owner, method).and(DescribedPredicate.describe("without arguments",
                call -> call.getTarget().getRawParameterTypes().isEmpty()));
    }

    static DescribedPredicate<JavaClass> named(String... names) {
        var all = List.of(names);
        return DescribedPredicate.describe("are one of " + all, type -> all.contains(type.getName()));
    }

    /** Whether a name in camel case ends in the word. */
    static boolean endsInWord(String name, String word) {
        var start = name.length() - word.length();
        return start >= 0 && name.substring(start).toLowerCase(Locale.ROOT).equals(word)
                && Character.isUpperCase(name.charAt(start));
    }
}
