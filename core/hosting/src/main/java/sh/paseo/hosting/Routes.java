package sh.paseo.hosting;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is served besides the WebSocket.
 *
 * <p><b>Thread</b>: any, several at once.
 */
public interface Routes {
    /** The methods served at exactly this path; none means 404. */
    Set<String> methods(String path);

    /** The answer to an admitted request, whose method is one of {@link #methods}; {@code HEAD} is asked as {@code GET}. */
    HttpAnswer answer(HttpHead head);

    /** Routes that only read. */
    static Routes reading(Map<String, Function<HttpHead, HttpAnswer>> byPath) {
        Map<String, Function<HttpHead, HttpAnswer>> routes = Map.copyOf(byPath);
        return new Routes() {
            @Override
            public Set<String> methods(String path) {
                return routes.containsKey(path) ? Set.of("GET") : Set.of();
            }

            @Override
            public HttpAnswer answer(HttpHead head) {
                return routes.get(head.path()).apply(head);
            }
        };
    }
}
