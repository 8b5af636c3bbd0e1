PRAGMA application_id = 1346458437;

CREATE TABLE agents (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    state    TEXT NOT NULL,
    last_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE timeline (
    agent INTEGER NOT NULL REFERENCES agents (number) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    key   TEXT,
    item  TEXT NOT NULL,
    PRIMARY KEY (agent, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX timeline_key ON timeline (agent, key) WHERE key IS NOT NULL;
CREATE INDEX timeline_key_seq ON timeline (agent, seq, key) WHERE key IS NOT NULL;

CREATE TABLE sends (
    agent   INTEGER NOT NULL REFERENCES agents (number) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    turn    TEXT,
    text    TEXT NOT NULL,
    process TEXT,
    "offset" INTEGER,
    done    INTEGER NOT NULL,
    PRIMARY KEY (agent, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE prompts (
    agent   INTEGER NOT NULL REFERENCES agents (number) ON DELETE CASCADE,
    message TEXT NOT NULL,
    PRIMARY KEY (agent, message)
) STRICT, WITHOUT ROWID;

-- The agent stands here by its id and without a reference: a repeated request is recognised after the agent is gone.
CREATE TABLE requests (
    client  TEXT NOT NULL,
    request TEXT NOT NULL,
    at      INTEGER NOT NULL,
    agent   TEXT,
    answer  TEXT,
    PRIMARY KEY (client, request)
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_at ON requests (at);
