package sh.paseo.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A piece of a timeline that a client wants.
 *
 * @param cursor    where to go on from
 * @param limit     rows at most; 0 for all, which is still bounded in bytes
 * @param projected whether rows are joined as people read them
 */
public record TimelineQuery(Direction direction, Optional<Cursor> cursor, int limit, boolean projected) {
    private static final int DEFAULT_LIMIT = 200;

    /** Which way. */
    public enum Direction {
        TAIL,
        AFTER,
        BEFORE
    }

    /** A place in a timeline. */
    public record Cursor(String epoch, long seq) {
        public Cursor {
            Objects.requireNonNull(epoch);
        }
    }

    public TimelineQuery {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(cursor);
        if (limit < 0) {
            throw new EngineException(EngineException.Code.INVALID, "limit " + limit + " must not be negative");
        }
        if (direction != Direction.TAIL && cursor.isEmpty()) {
            direction = Direction.TAIL;
        }
    }

    /** With the defaults clients rely on: what follows a cursor wholly, else the last rows. */
    public static TimelineQuery of(Optional<Direction> direction, Optional<Cursor> cursor, OptionalInt limit, boolean projected) {
        Direction way = direction.orElse(cursor.isPresent() ? Direction.AFTER : Direction.TAIL);
        return new TimelineQuery(way, cursor, limit.orElse(way == Direction.AFTER ? 0 : DEFAULT_LIMIT), projected);
    }
}
