// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/schema.h"

#include "core/base/assert.h"

#include <iterator>

namespace sim::trace {
namespace {

struct RowSql {
    Row row;
    std::string_view sql;
};

/// In the order of the enumeration.
constexpr RowSql kSql[] = {
    {Row::TimeIndex, "INSERT INTO time_index VALUES(?,?,?)"},
    {Row::Kind, "INSERT INTO kinds VALUES(?,?,?)"},
    {Row::KindField, "INSERT INTO kind_fields VALUES(?,?,?)"},
    {Row::Key, "INSERT INTO keys VALUES(?,?)"},
    {Row::Protocol, "INSERT INTO protocols VALUES(?,?)"},
    {Row::Incarnation, "INSERT INTO incarnations(process,incarnation,started) VALUES(?,?,?)"},
    {Row::IncarnationEnd, "UPDATE incarnations SET ended=?3,how=?4,reason=?5 "
                          "WHERE process=?1 AND incarnation=?2"},
    {Row::HostPower, "INSERT INTO host_power VALUES(?,?,?,?)"},
    {Row::LinkState, "INSERT INTO link_states VALUES(?,?,?,?,?)"},
    {Row::Pause, "INSERT INTO pauses VALUES(?,?,?,?)"},
    {Row::AddressMove, "INSERT INTO address_moves VALUES(?,?,?,?,?)"},
    {Row::Event, "INSERT INTO events(id,at,kind,importance,process,host,link,is_span,fields,"
                 "cause_kind,cause) VALUES(?,?,?,?,?,?,?,?,?,?,?)"},
    {Row::SpanEnd, "UPDATE events SET until=?2,cut=?3 WHERE id=?1"},
    {Row::State, "INSERT INTO states VALUES(?,?,?,?,?,?,?,?)"},
    {Row::StateKey, "INSERT INTO state_keys VALUES(?,?)"},
    {Row::Datagram, "INSERT INTO messages(id,sent,arrived,fate,from_process,to_process,from_host,"
                    "to_host,from_address,from_port,to_address,to_port,protocol,begin,octets,role,"
                    "malformed,summary,copy_of,lost_on,cause_kind,cause) "
                    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,?,?)"},
    {Row::StreamMessage,
     "INSERT INTO messages(id,sent,arrived,fate,from_process,to_process,from_host,"
     "to_host,protocol,connection,direction,begin,octets,role,malformed,summary,"
     "retransmits,cause_kind,cause) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
    {Row::MessageUpdate, "UPDATE messages SET arrived=?2,fate=?3,to_process=?4,octets=?5,role=?6,"
                         "malformed=?7,summary=?8,retransmits=?9,lost_on=?10 WHERE id=?1"},
    {Row::LongMessage, "INSERT INTO long_messages(message,sent) VALUES(?,?)"},
    {Row::LongMessageEnd, "UPDATE long_messages SET arrived=?2 WHERE message=?1"},
    {Row::Segment, "INSERT INTO segments(id,sent,message,connection,direction,begin,fin,"
                   "retransmission,octets,payload) VALUES(?,?,?,?,?,?,?,?,?,?)"},
    {Row::SegmentEnd, "UPDATE segments SET arrived=?2,fate=?3,lost_on=?4 WHERE id=?1"},
    {Row::Connection,
     "INSERT INTO connections(id,opening,client_process,client_host,server_host,"
     "client_address,client_port,server_address,server_port,protocol,cause_kind,cause) "
     "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"},
    {Row::ConnectionOpened, "UPDATE connections SET opened=?2,server_process=?3 WHERE id=?1"},
    {Row::ConnectionClientEnd, "UPDATE connections SET client_ended=?2,client_end=?3 WHERE id=?1"},
    {Row::ConnectionServerEnd, "UPDATE connections SET server_ended=?2,server_end=?3 WHERE id=?1"},
    {Row::Counter, "INSERT INTO counters VALUES(?,?,?,?)"},
    {Row::Sample, "INSERT INTO samples VALUES(?,?,?,?,?,?,?)"},
    {Row::Traffic, "INSERT INTO traffic VALUES(?,?,?,?,?,?)"},
    {Row::LinkTraffic, "INSERT INTO link_traffic VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET "
                       "packets=packets+excluded.packets,octets=octets+excluded.octets"},
    {Row::Fault, "INSERT INTO faults VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"},
    {Row::FaultRefused, "UPDATE faults SET refused=?2 WHERE id="
                        "(SELECT max(id) FROM faults WHERE timeline=?1)"},
    {Row::Check, "INSERT INTO checks VALUES(?,?,?,?,?,?)"},
    {Row::DigestBlock, "INSERT INTO digest_blocks VALUES(?,?,?)"},
};
static_assert(std::size(kSql) == kRowKinds);

} // namespace

std::string_view sqlOf(Row row) {
    const RowSql& entry = kSql[static_cast<std::size_t>(row)];
    ORRERY_ASSERT(entry.row == row);
    return entry.sql;
}

} // namespace sim::trace
