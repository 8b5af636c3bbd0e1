package sh.paseo.daemon.gateway;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import sh.paseo.engine.EngineException;
import sh.paseo.protocol.ProtocolException;
import sh.paseo.protocol.StrictJson;
import sh.paseo.protocol.agents.AgentPayload.Agents;
import sh.paseo.protocol.agents.AgentRequest.FetchAgents;
import sh.paseo.protocol.agents.AgentSnapshot;

/** Sorts and cuts lists of agents. Pure. <b>Source</b>: wire specification 04, section 11. */
final class AgentPages {
    static final int MAX_LIMIT = 200;

    private AgentPages() {}

    /** A key to sort by, and the text it compares. */
    private enum Key {
        STATUS_PRIORITY {
            @Override
            String of(AgentSnapshot agent) {
                boolean waits = !agent.pendingPermissions().isEmpty() || agent.attentionReason().filter("permission"::equals).isPresent();
                return waits ? "0" : switch (agent.status()) {
                    case "error" -> "1";
                    case "running" -> "2";
                    case "initializing" -> "3";
                    default -> "4";
                };
            }
        },
        CREATED_AT {
            @Override
            String of(AgentSnapshot agent) {
                return agent.createdAt();
            }
        },
        UPDATED_AT {
            @Override
            String of(AgentSnapshot agent) {
                return agent.updatedAt();
            }
        },
        TITLE {
            @Override
            String of(AgentSnapshot agent) {
                return agent.title().orElse("").toLowerCase(Locale.ROOT);
            }
        };

        abstract String of(AgentSnapshot agent);
    }

    private record Order(Key key, boolean descending) {
        Comparator<Agents.Entry> comparator() {
            Comparator<Agents.Entry> ascending = Comparator.comparing(entry -> key.of(entry.agent()));
            return descending ? ascending.reversed() : ascending;
        }
    }

    static Agents page(FetchAgents fetch, String requestId, List<Agents.Entry> entries) {
        List<Order> orders = orders(fetch.sort().orElse(List.of()));
        Comparator<Agents.Entry> comparator = orders.stream().map(Order::comparator).reduce(Comparator::thenComparing).orElseThrow()
                .thenComparing(entry -> entry.agent().id());
        List<Agents.Entry> sorted = entries.stream().sorted(comparator).toList();
        Optional<String> cursor = fetch.page().flatMap(FetchAgents.Page::cursor);
        int limit = limit(fetch);
        int from = cursor.map(c -> after(sorted, orders, c)).orElse(0);
        int to = Math.min(sorted.size(), from + limit);
        List<Agents.Entry> page = sorted.subList(from, to);
        boolean more = to < sorted.size();
        Optional<String> next = more ? Optional.of(cursor(orders, page.getLast().agent())) : Optional.empty();
        Optional<String> subscription = fetch.subscribe()
                .map(s -> s.subscriptionId().filter(id -> !id.isBlank()).orElseGet(() -> UUID.randomUUID().toString()));
        return new Agents(requestId, subscription, page, new Agents.PageInfo(next, cursor, more));
    }

    private static int limit(FetchAgents fetch) {
        int limit = fetch.page().map(page -> page.limit().orElse(MAX_LIMIT)).orElse(MAX_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new EngineException(EngineException.Code.INVALID, "page.limit " + limit + " is not between 1 and " + MAX_LIMIT);
        }
        return limit;
    }

    private static List<Order> orders(List<FetchAgents.Sort> wanted) {
        List<Order> orders = new ArrayList<>();
        for (FetchAgents.Sort sort : wanted) {
            Key key;
            try {
                key = Key.valueOf(sort.key().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException _) {
                throw new EngineException(EngineException.Code.INVALID, "Cannot sort by \"" + sort.key() + "\"");
            }
            if (orders.stream().noneMatch(order -> order.key() == key)) {
                orders.add(new Order(key, sort.direction().equals("desc")));
            }
        }
        return orders.isEmpty() ? List.of(new Order(Key.UPDATED_AT, true)) : orders;
    }

    /** Where the list goes on: the values of the last agent shown, so that it may have vanished meanwhile. */
    private static String cursor(List<Order> orders, AgentSnapshot last) {
        JsonArrayBuilder values = Json.createArrayBuilder();
        orders.forEach(order -> values.add(order.key().of(last)));
        JsonObject cursor = Json.createObjectBuilder().add("sort", orders.toString()).add("values", values).add("id", last.id()).build();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static int after(List<Agents.Entry> sorted, List<Order> orders, String text) {
        JsonObject cursor;
        try {
            cursor = StrictJson.readObject(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | ProtocolException _) {
            throw new EngineException(EngineException.Code.INVALID, "The cursor is not one of ours");
        }
        if (!cursor.getString("sort", "").equals(orders.toString())) {
            throw new EngineException(EngineException.Code.INVALID, "The cursor belongs to another order");
        }
        int at = 0;
        while (at < sorted.size() && !isAfter(sorted.get(at).agent(), orders, cursor)) {
            at++;
        }
        return at;
    }

    private static boolean isAfter(AgentSnapshot agent, List<Order> orders, JsonObject cursor) {
        for (int i = 0; i < orders.size(); i++) {
            int compared = orders.get(i).key().of(agent).compareTo(cursor.getJsonArray("values").getString(i));
            if (compared != 0) {
                return orders.get(i).descending() ? compared < 0 : compared > 0;
            }
        }
        return agent.id().compareTo(cursor.getString("id")) > 0;
    }
}
