// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/runtime/address.h"

#include <string_view>
#include <vector>

/// Where a client gets the addresses of a service from.
namespace core::discovery::client {

using Addresses = std::vector<runtime::Endpoint>;

class AddressSource {
public:
    /// The error is the reason in kebab-case, a literal: "name-not-found".
    using Answer = Result<Addresses, std::string_view>;
    using Callback = UniqueFunction<void(Answer)>;
    /// The source believes in another list now. Called before the lookups it answers.
    using ChangeHandler = UniqueFunction<void(const Addresses&)>;

    virtual ~AddressSource() = default;

    virtual void start() = 0;
    /// The addresses in the order in which the source names them, never an empty list. Calls back
    /// exactly once, possibly during this call.
    virtual void lookup(Callback callback) = 0;
    /// Forgets what is cached and asks anew.
    virtual void refresh() = 0;
    virtual void onChange(ChangeHandler handler) = 0;
    /// How long a list is believed before the source asks again, where it has such a time.
    virtual void setInterval(Duration interval) { (void)interval; }
};

/// A list that never changes. An empty one fails with "no-addresses".
class StaticSource final : public AddressSource {
public:
    explicit StaticSource(Addresses addresses) : addresses_(std::move(addresses)) {}

    void start() override {
        if (handler_) {
            handler_(addresses_);
        }
    }
    void lookup(Callback callback) override {
        if (addresses_.empty()) {
            callback(Failure{std::string_view("no-addresses")});
        } else {
            callback(addresses_);
        }
    }
    void refresh() override {}
    void onChange(ChangeHandler handler) override { handler_ = std::move(handler); }

private:
    Addresses addresses_;
    ChangeHandler handler_;
};

} // namespace core::discovery::client
