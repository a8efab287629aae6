// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/network.h"

namespace core::runtime {

std::string_view toString(NetworkError error) {
    switch (error) {
    case NetworkError::PortInUse:
        return "port in use";
    case NetworkError::NoFreePort:
        return "no free port";
    case NetworkError::TooLarge:
        return "datagram too large";
    case NetworkError::UnknownSocket:
        return "unknown socket";
    case NetworkError::NotMulticast:
        return "not a multicast address";
    case NetworkError::AddressInUse:
        return "address in use";
    case NetworkError::AddressNotOwned:
        return "address not owned";
    }
    return "unknown network error";
}

std::string_view toString(StreamEnd end) {
    switch (end) {
    case StreamEnd::Finished:
        return "finished";
    case StreamEnd::Reset:
        return "reset";
    case StreamEnd::Refused:
        return "refused";
    case StreamEnd::TimedOut:
        return "timed-out";
    }
    return "unknown";
}

} // namespace core::runtime
