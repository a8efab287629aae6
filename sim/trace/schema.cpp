// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/schema.h"

#include "core/base/assert.h"

namespace sim::trace {

std::string_view sqlOf(Row row) {
    switch (row) {
    case Row::TimeIndex:
        return "INSERT INTO time_index VALUES(?,?,?)";
    case Row::Kind:
        return "INSERT INTO kinds VALUES(?,?,?)";
    case Row::KindField:
        return "INSERT INTO kind_fields VALUES(?,?,?)";
    case Row::Key:
        return "INSERT INTO keys VALUES(?,?)";
    case Row::Protocol:
        return "INSERT INTO protocols VALUES(?,?)";
    case Row::Incarnation:
        return "INSERT INTO incarnations(process,incarnation,started) VALUES(?,?,?)";
    case Row::IncarnationEnd:
        return "UPDATE incarnations SET ended=?3,how=?4,reason=?5 "
               "WHERE process=?1 AND incarnation=?2";
    case Row::HostPower:
        return "INSERT INTO host_power(at,host,powered_on) VALUES(?,?,?)";
    case Row::LinkState:
        return "INSERT INTO link_states(at,link,forward_up,backward_up) VALUES(?,?,?,?)";
    case Row::Pause:
        return "INSERT INTO pauses(at,process,paused) VALUES(?,?,?)";
    case Row::AddressMove:
        return "INSERT INTO address_moves(at,address,host,claimed) VALUES(?,?,?,?)";
    case Row::Event:
        return "INSERT INTO events(id,at,kind,importance,process,host,link,is_span,fields,"
               "cause_kind,cause) VALUES(?,?,?,?,?,?,?,?,?,?,?)";
    case Row::SpanEnd:
        return "UPDATE events SET until=?2,cut=?3 WHERE id=?1";
    case Row::State:
        return "INSERT INTO states VALUES(?,?,?,?,?,?,?,?)";
    case Row::StateKey:
        return "INSERT INTO state_keys VALUES(?,?)";
    case Row::Datagram:
        return "INSERT INTO messages(id,sent,arrived,fate,from_process,to_process,from_host,"
               "to_host,from_address,from_port,to_address,to_port,protocol,begin,octets,role,"
               "malformed,summary,copy_of,lost_on,cause_kind,cause) "
               "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,?,?)";
    case Row::StreamMessage:
        return "INSERT INTO messages(id,sent,arrived,fate,from_process,to_process,from_host,"
               "to_host,protocol,connection,direction,begin,octets,role,malformed,summary,"
               "retransmits,cause_kind,cause) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    case Row::MessageUpdate:
        return "UPDATE messages SET arrived=?2,fate=?3,to_process=?4,octets=?5,role=?6,"
               "malformed=?7,summary=?8,retransmits=?9,lost_on=?10 WHERE id=?1";
    case Row::LongMessage:
        return "INSERT INTO long_messages(message,sent) VALUES(?,?)";
    case Row::LongMessageEnd:
        return "UPDATE long_messages SET arrived=?2 WHERE message=?1";
    case Row::Segment:
        return "INSERT INTO segments(id,sent,message,connection,direction,begin,fin,"
               "retransmission,octets,payload) VALUES(?,?,?,?,?,?,?,?,?,?)";
    case Row::SegmentEnd:
        return "UPDATE segments SET arrived=?2,fate=?3,lost_on=?4 WHERE id=?1";
    case Row::Connection:
        return "INSERT INTO connections(id,opening,client_process,client_host,server_host,"
               "client_address,client_port,server_address,server_port,protocol,cause_kind,cause) "
               "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)";
    case Row::ConnectionOpened:
        return "UPDATE connections SET opened=?2,server_process=?3 WHERE id=?1";
    case Row::ConnectionClientEnd:
        return "UPDATE connections SET client_ended=?2,client_end=?3 WHERE id=?1";
    case Row::ConnectionServerEnd:
        return "UPDATE connections SET server_ended=?2,server_end=?3 WHERE id=?1";
    case Row::Counter:
        return "INSERT INTO counters VALUES(?,?,?,?)";
    case Row::Sample:
        return "INSERT INTO samples VALUES(?,?,?,?,?,?,?)";
    case Row::Traffic:
        return "INSERT INTO traffic VALUES(?,?,?,?,?,?)";
    case Row::LinkTraffic:
        return "INSERT INTO link_traffic VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET "
               "packets=packets+excluded.packets,octets=octets+excluded.octets";
    case Row::Fault:
        return "INSERT INTO faults(timeline,at,verb,text,target,refused,host,process,link,"
               "cause_kind,cause) VALUES(?,?,?,?,?,?,?,?,?,?,?)";
    case Row::Check:
        return "INSERT INTO checks(at,name,text,cause_kind,cause) VALUES(?,?,?,?,?)";
    case Row::DigestBlock:
        return "INSERT INTO digest_blocks VALUES(?,?,?)";
    }
    ORRERY_ASSERT(false);
    return {};
}

} // namespace sim::trace
