package sh.paseo.daemon.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.StoreException.Code;

/** Says what a failure of the database means and what to do about it. */
final class Failures {
    private static final int PRIMARY_CODE = 0xff;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;

    Failures(Path file) {
        this.file = file;
    }

    StoreException of(String doing, Throwable cause) {
        if (cause instanceof StoreException known) {
            return known;
        }
        String what = file + ": " + doing + " failed: " + cause.getMessage();
        return switch (cause instanceof SQLException sql ? sql.getErrorCode() & PRIMARY_CODE : 0) {
            case SQLITE_FULL -> new StoreException(Code.FULL, what + ". Make room on the disk.", cause);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(what, cause);
            default -> new StoreException(Code.IO, what, cause);
        };
    }

    StoreException damaged(String what, Throwable cause) {
        return new StoreException(Code.DAMAGED, what + ". Nothing was changed or deleted. Move " + file
                + " (and the files -wal and -shm beside it) away to start afresh, or put a copy in its place.", cause);
    }

    StoreException newer(int found, int known) {
        return new StoreException(Code.NEWER,
                file + " was written by a newer version of Paseo (schema " + found + ", this one knows " + known
                        + "). It stays as it is. Install the newer version again, or use another PASEO_HOME.",
                null);
    }

    StoreException closed() {
        return new StoreException(Code.CLOSED, file + " is closed", null);
    }
}
