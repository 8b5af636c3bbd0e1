package sh.paseo.hosting;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged from INFO on, by one class or by all. */
final class LogRecords extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private LogRecords(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    static LogRecords of(Class<?> type) {
        return new LogRecords(type.getName());
    }

    static LogRecords all() {
        return new LogRecords("");
    }

    List<LogRecord> records() {
        return records;
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
