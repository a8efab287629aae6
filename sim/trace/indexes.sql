CREATE INDEX messages_of_connection ON messages(connection, direction, begin)
    WHERE connection IS NOT NULL;
CREATE INDEX messages_not_delivered ON messages(fate, sent) WHERE fate <> 0;
CREATE INDEX messages_by_cause ON messages(cause_kind, cause) WHERE cause_kind = 2 OR cause_kind = 3;
CREATE INDEX events_by_importance ON events(importance, at);
CREATE INDEX events_by_kind ON events(kind, at);
CREATE INDEX events_by_process ON events(process, at);
CREATE INDEX segments_of_connection ON segments(connection, direction, begin);
CREATE INDEX traffic_by_second ON traffic(second);
