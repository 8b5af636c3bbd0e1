-- What a daemon needs to go on with agents that outlived an earlier one.

CREATE TABLE checkpoints (
    agent   INTEGER PRIMARY KEY REFERENCES agents (number) ON DELETE CASCADE,
    process TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    send    INTEGER NOT NULL,
    state   TEXT NOT NULL
) STRICT;

-- Prompts that were accepted and whose turns are not over, in the order of their places.
CREATE TABLE queued (
    place  INTEGER PRIMARY KEY,
    agent  INTEGER NOT NULL REFERENCES agents (number) ON DELETE CASCADE,
    turn   TEXT NOT NULL,
    prompt TEXT NOT NULL
) STRICT;

CREATE INDEX queued_turn ON queued (agent, turn);
