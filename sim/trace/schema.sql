-- Orrery trace, schema version 1. Times are integer nanoseconds since the first instant of the
-- scenario. Views named v_... show names and seconds. docs/reference/trace.md explains every column.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources(position INTEGER PRIMARY KEY, kind TEXT, name TEXT, text TEXT);
CREATE TABLE build(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE wording(kind TEXT PRIMARY KEY, importance INTEGER, en TEXT, zh TEXT,
    en_many TEXT, zh_many TEXT) WITHOUT ROWID;
CREATE TABLE hosts(id INTEGER PRIMARY KEY, name TEXT, address TEXT, is_switch INTEGER, rack TEXT,
    zone TEXT, powered_on INTEGER, x REAL, y REAL);
CREATE TABLE links(id INTEGER PRIMARY KEY, name TEXT, from_host INTEGER, to_host INTEGER,
    latency INTEGER, bits_per_second INTEGER);
CREATE TABLE processes(id INTEGER PRIMARY KEY, name TEXT, host INTEGER, component TEXT,
    group_name TEXT, settings TEXT);
CREATE TABLE incarnations(process INTEGER, incarnation INTEGER, started INTEGER, ended INTEGER,
    how TEXT, reason TEXT, PRIMARY KEY(process, incarnation)) WITHOUT ROWID;
CREATE TABLE host_power(id INTEGER PRIMARY KEY, at INTEGER, host INTEGER, powered_on INTEGER);
CREATE TABLE link_states(id INTEGER PRIMARY KEY, at INTEGER, link INTEGER, forward_up INTEGER,
    backward_up INTEGER);
CREATE TABLE pauses(id INTEGER PRIMARY KEY, at INTEGER, process INTEGER, paused INTEGER);
CREATE TABLE address_moves(id INTEGER PRIMARY KEY, at INTEGER, address TEXT, host INTEGER,
    claimed INTEGER);

CREATE TABLE protocols(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE fates(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE roles(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE kinds(id INTEGER PRIMARY KEY, name TEXT, importance INTEGER);
CREATE TABLE kind_fields(kind INTEGER, name TEXT, type TEXT, PRIMARY KEY(kind, name)) WITHOUT ROWID;
CREATE TABLE keys(id INTEGER PRIMARY KEY, name TEXT);

CREATE TABLE messages(id INTEGER PRIMARY KEY, sent INTEGER, arrived INTEGER, fate INTEGER,
    from_process INTEGER, to_process INTEGER, from_host INTEGER, to_host INTEGER,
    protocol INTEGER, role INTEGER, octets INTEGER, summary TEXT, malformed INTEGER,
    connection INTEGER, direction INTEGER, begin INTEGER,
    cause_kind INTEGER, cause INTEGER,
    from_address INTEGER, from_port INTEGER, to_address INTEGER, to_port INTEGER,
    retransmits INTEGER, copy_of INTEGER, lost_on INTEGER);
CREATE TABLE long_messages(message INTEGER PRIMARY KEY, sent INTEGER, arrived INTEGER);
CREATE TABLE segments(id INTEGER PRIMARY KEY, sent INTEGER, arrived INTEGER, fate INTEGER,
    message INTEGER, connection INTEGER, direction INTEGER, begin INTEGER, octets INTEGER,
    fin INTEGER, retransmission INTEGER, lost_on INTEGER, payload BLOB);
CREATE TABLE connections(id INTEGER PRIMARY KEY, opening INTEGER, opened INTEGER,
    client_process INTEGER, client_host INTEGER, client_address INTEGER, client_port INTEGER,
    server_process INTEGER, server_host INTEGER, server_address INTEGER, server_port INTEGER,
    protocol INTEGER, client_ended INTEGER, client_end TEXT, server_ended INTEGER,
    server_end TEXT, cause_kind INTEGER, cause INTEGER);

CREATE TABLE events(id INTEGER PRIMARY KEY, at INTEGER, kind INTEGER, importance INTEGER,
    process INTEGER, host INTEGER, link INTEGER, fields TEXT, is_span INTEGER, until INTEGER,
    cut INTEGER, cause_kind INTEGER, cause INTEGER);
CREATE TABLE states(id INTEGER PRIMARY KEY, process INTEGER, key INTEGER, since INTEGER, value,
    type TEXT, cause_kind INTEGER, cause INTEGER);
CREATE INDEX states_latest ON states(process, key, since, id);
CREATE TABLE state_keys(process INTEGER, key INTEGER, PRIMARY KEY(process, key)) WITHOUT ROWID;
CREATE TABLE counters(second INTEGER, process INTEGER, name TEXT, total INTEGER,
    PRIMARY KEY(second, process, name)) WITHOUT ROWID;
CREATE TABLE samples(second INTEGER, process INTEGER, series TEXT, count INTEGER, sum INTEGER,
    least INTEGER, most INTEGER, PRIMARY KEY(second, process, series)) WITHOUT ROWID;
CREATE TABLE traffic(second INTEGER, protocol INTEGER, fate INTEGER, lost_on INTEGER,
    packets INTEGER, octets INTEGER);
CREATE TABLE link_traffic(second INTEGER, link INTEGER, direction INTEGER, packets INTEGER,
    octets INTEGER, PRIMARY KEY(second, link, direction)) WITHOUT ROWID;
CREATE TABLE faults(id INTEGER PRIMARY KEY, timeline INTEGER, at INTEGER, verb TEXT, text TEXT,
    target TEXT, refused TEXT, host INTEGER, process INTEGER, link INTEGER,
    cause_kind INTEGER, cause INTEGER);
CREATE TABLE checks(id INTEGER PRIMARY KEY, at INTEGER, name TEXT, text TEXT, cause_kind INTEGER,
    cause INTEGER);
CREATE TABLE measures(position INTEGER PRIMARY KEY, name TEXT, label_en TEXT, label_zh TEXT,
    unit TEXT, value INTEGER);
CREATE TABLE expectations(position INTEGER PRIMARY KEY, name TEXT, label_en TEXT, label_zh TEXT,
    verdict TEXT, text TEXT, unit TEXT, value INTEGER, bound INTEGER);
CREATE TABLE digest_blocks(block INTEGER PRIMARY KEY, until INTEGER, hash TEXT);
CREATE TABLE time_index(at INTEGER PRIMARY KEY, message INTEGER, event INTEGER);

CREATE VIEW v_messages AS
    SELECT m.id, m.sent / 1e9 AS sent_s, m.arrived / 1e9 AS arrived_s,
        (m.arrived - m.sent) / 1e6 AS took_ms, coalesce(f.name, 'in flight') AS fate,
        a.name AS from_process, b.name AS to_process, x.name AS from_host, y.name AS to_host,
        p.name AS protocol, r.name AS role, m.octets, m.summary, m.malformed, m.connection,
        m.retransmits, l.name AS lost_on,
        CASE m.cause_kind WHEN 1 THEN 'message ' WHEN 2 THEN 'event ' WHEN 3 THEN 'timeline ' END
            || m.cause AS cause
    FROM messages m LEFT JOIN fates f ON f.id = m.fate LEFT JOIN protocols p ON p.id = m.protocol
        LEFT JOIN roles r ON r.id = m.role LEFT JOIN processes a ON a.id = m.from_process
        LEFT JOIN processes b ON b.id = m.to_process LEFT JOIN hosts x ON x.id = m.from_host
        LEFT JOIN hosts y ON y.id = m.to_host LEFT JOIN links l ON l.id = m.lost_on;
CREATE VIEW v_events AS
    SELECT e.id, e.at / 1e9 AS at_s, k.name AS kind, e.importance, p.name AS process,
        h.name AS host, l.name AS link, e.fields,
        CASE e.cause_kind WHEN 1 THEN 'message ' WHEN 2 THEN 'event ' WHEN 3 THEN 'timeline ' END
            || e.cause AS cause
    FROM events e JOIN kinds k ON k.id = e.kind LEFT JOIN processes p ON p.id = e.process
        LEFT JOIN hosts h ON h.id = e.host LEFT JOIN links l ON l.id = e.link;
CREATE VIEW v_spans AS
    SELECT e.id, e.at / 1e9 AS began_s, e.until / 1e9 AS ended_s, (e.until - e.at) / 1e6 AS took_ms,
        e.cut, k.name AS kind, p.name AS process, h.name AS host, e.fields
    FROM events e JOIN kinds k ON k.id = e.kind LEFT JOIN processes p ON p.id = e.process
        LEFT JOIN hosts h ON h.id = e.host WHERE e.is_span = 1;
CREATE VIEW v_states AS
    SELECT s.id, s.since / 1e9 AS since_s, p.name AS process, k.name AS key, s.value, s.type,
        CASE s.cause_kind WHEN 1 THEN 'message ' WHEN 2 THEN 'event ' WHEN 3 THEN 'timeline ' END
            || s.cause AS cause
    FROM states s JOIN keys k ON k.id = s.key LEFT JOIN processes p ON p.id = s.process;
CREATE VIEW v_connections AS
    SELECT c.id, c.opening / 1e9 AS opening_s, c.opened / 1e9 AS opened_s,
        a.name AS client_process, b.name AS server_process, x.name AS client_host,
        y.name AS server_host, p.name AS protocol, c.client_ended / 1e9 AS client_ended_s,
        c.client_end, c.server_ended / 1e9 AS server_ended_s, c.server_end
    FROM connections c LEFT JOIN processes a ON a.id = c.client_process
        LEFT JOIN processes b ON b.id = c.server_process LEFT JOIN hosts x ON x.id = c.client_host
        LEFT JOIN hosts y ON y.id = c.server_host LEFT JOIN protocols p ON p.id = c.protocol;
CREATE VIEW v_traffic AS
    SELECT t.second, p.name AS protocol, f.name AS fate, l.name AS lost_on, t.packets, t.octets
    FROM traffic t LEFT JOIN protocols p ON p.id = t.protocol LEFT JOIN fates f ON f.id = t.fate
        LEFT JOIN links l ON l.id = t.lost_on;
CREATE VIEW v_counters AS
    SELECT c.second, p.name AS process, p.group_name, c.name, c.total
    FROM counters c LEFT JOIN processes p ON p.id = c.process;
