package sh.paseo.daemon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sh.paseo.daemon.storage.Disk.Event;

/**
 * What a disk holds after the power failed. What was synced is there. Of what was not, each sector may be there or not, whatever the
 * order it was written in; of files made and deleted, so many of the first ones, as a file system with a journal keeps them.
 *
 * <p>A folder is synced by the first sync of a journal that SQLite made in it.
 */
final class PowerLoss {
    /** What becomes of that which was not synced. */
    interface Survival {
        boolean survives();
    }

    /** Nothing is lost: the process died, not the machine. */
    static final Survival ALL = () -> true;
    static final Survival NONE = () -> false;

    /** A bound on what a disk writes in one piece. */
    private static final int SECTOR = 512;

    /** A file behind its name: what is on the disk, and what is not yet. */
    private static final class Content {
        private byte[] durable = {};
        private final List<Event> waiting = new ArrayList<>();
        private boolean syncsFolder;

        void synced(boolean lost) {
            if (!lost) {
                waiting.forEach(event -> durable = applied(durable, event));
            }
            waiting.clear();
        }

        byte[] after(Survival survival) {
            byte[] left = durable.clone();
            for (Event event : waiting) {
                for (Event part : parts(event)) {
                    left = survival.survives() ? applied(left, part) : left;
                }
            }
            return left;
        }
    }

    private final Map<String, Content> names = new HashMap<>();
    private final Map<String, Content> durableNames = new HashMap<>();
    private final List<Consumer<Map<String, Content>>> waitingNames = new ArrayList<>();
    private int acknowledged;

    static Survival random(RandomGenerator random) {
        return random::nextBoolean;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Puts what is left into another folder, under the same names. */
    void leave(Path to, Survival survival) throws IOException {
        Map<String, Content> left = new HashMap<>(durableNames);
        for (Consumer<Map<String, Content>> change : waitingNames) {
            if (!survival.survives()) {
                break;
            }
            change.accept(left);
        }
        for (Map.Entry<String, Content> file : left.entrySet()) {
            Files.write(to.resolve(Path.of(file.getKey()).getFileName()), file.getValue().after(survival));
        }
    }

    /** What happens to the disk next. */
    void replay(Event event) {
        switch (event) {
            case Event.Opened(String file, byte[] content, boolean syncsFolder) -> opened(file, content, syncsFolder);
            case Event.Written(String file, var at, var bytes) -> names.get(file).waiting.add(event);
            case Event.Truncated(String file, var size) -> names.get(file).waiting.add(event);
            case Event.Synced(String file, boolean lost) -> {
                Content content = names.get(file);
                content.synced(lost);
                if (content.syncsFolder && !lost) {
                    content.syncsFolder = false;
                    syncNames();
                }
            }
            case Event.Deleted(String file, boolean durably) -> {
                names.remove(file);
                waitingNames.add(all -> all.remove(file));
                if (durably) {
                    syncNames();
                }
            }
            case Event.Acknowledged(int steps) -> acknowledged = steps;
        }
    }

    /** A file that was there when it was first seen is taken for durable, as the store makes the database itself so. */
    private void opened(String file, byte[] content, boolean syncsFolder) {
        Content known = names.get(file);
        if (known == null) {
            Content made = new Content();
            made.durable = content;
            names.put(file, made);
            if (syncsFolder) {
                waitingNames.add(all -> all.put(file, made));
            } else {
                durableNames.put(file, made);
            }
            known = made;
        }
        known.syncsFolder |= syncsFolder;
    }

    private void syncNames() {
        waitingNames.forEach(change -> change.accept(durableNames));
        waitingNames.clear();
    }

    private static List<Event> parts(Event event) {
        if (!(event instanceof Event.Written(String file, long at, byte[] bytes))) {
            return List.of(event);
        }
        List<Event> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length;) {
            int to = (int) Math.min(bytes.length, from + SECTOR - (at + from) % SECTOR);
            parts.add(new Event.Written(file, at + from, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        return parts;
    }

    private static byte[] applied(byte[] content, Event event) {
        return switch (event) {
            case Event.Written(var file, long at, byte[] bytes) -> {
                byte[] next = Arrays.copyOf(content, Math.max(content.length, (int) at + bytes.length));
                System.arraycopy(bytes, 0, next, (int) at, bytes.length);
                yield next;
            }
            case Event.Truncated(var file, long size) -> Arrays.copyOf(content, (int) size);
            case Event.Opened _, Event.Synced _, Event.Deleted _, Event.Acknowledged _ ->
                throw new IllegalStateException("no change of content: " + event);
        };
    }
}
