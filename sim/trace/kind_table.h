// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/row_batch.h"
#include "sim/trace/value.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace sim::trace {

/// The kinds of events seen so far, with the types of their fields.
class KindTable {
public:
    struct Kind {
        std::int64_t id = 0;
        int importance = 1;
        std::vector<std::string> fields; ///< names that kind_fields has
    };

    explicit KindTable(const Catalogue* wording) : wording_(wording) {}

    /// Writes what is new about the kind and its fields.
    const Kind& note(std::string_view name, std::span<const core::runtime::Field> fields,
                     RowBatch& batch) {
        auto known = kinds_.find(name);
        if (known == kinds_.end()) {
            Kind fresh;
            fresh.id = static_cast<std::int64_t>(kinds_.size() + 1);
            fresh.importance = wording_ == nullptr ? 1 : wording_->importance(name);
            batch.row(Row::Kind).integer(fresh.id).text(name).integer(fresh.importance);
            known = kinds_.emplace(name, std::move(fresh)).first;
        }
        Kind& kind = known->second;
        for (const core::runtime::Field& field : fields) {
            if (std::find(kind.fields.begin(), kind.fields.end(), field.name) ==
                kind.fields.end()) {
                kind.fields.emplace_back(field.name);
                batch.row(Row::KindField)
                    .integer(kind.id)
                    .text(field.name)
                    .text(typeName(field.value));
            }
        }
        return kind;
    }

private:
    const Catalogue* wording_;
    std::map<std::string, Kind, std::less<>> kinds_;
};

} // namespace sim::trace
