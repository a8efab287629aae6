// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/formula.h"

#include "sim/scenario/report.h"
#include "sim/scenario/units.h"
#include "sim/scenario/words.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

namespace sim::scenario {
namespace {

using core::Failure;
__extension__ using Wide = __int128;
using Evaluated = core::Result<Amount, FormulaError>;

constexpr int kMaxNesting = 32;
constexpr int kMaxDimension = 4;

Wide gcdOf(Wide a, Wide b) {
    a = a < 0 ? -a : a;
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/// num/den in lowest terms, if it fits. REQUIRES: den is not 0.
std::optional<Amount> reduced(Wide num, Wide den, int time, int octets) {
    if (den < 0) {
        num = -num;
        den = -den;
    }
    const Wide divisor = gcdOf(num, den);
    num /= divisor;
    den /= divisor;
    constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
    if (num > kMost || num < -kMost || den > kMost || std::abs(time) > kMaxDimension ||
        std::abs(octets) > kMaxDimension) {
        return std::nullopt;
    }
    return Amount{static_cast<std::int64_t>(num), static_cast<std::int64_t>(den), time, octets};
}

/// a.num * b.den + sign * b.num * a.den could need 127 bits and a sign: halves are safe because
/// every part is below 2^63.
std::optional<Amount> added(const Amount& a, const Amount& b, int sign) {
    const Wide left = Wide{a.num} * b.den;
    const Wide right = Wide{b.num} * a.den * sign;
    Wide sum = 0;
    if (__builtin_add_overflow(left, right, &sum)) {
        return std::nullopt;
    }
    return reduced(sum, Wide{a.den} * b.den, a.time, a.octets);
}

bool less(const Amount& a, const Amount& b) {
    return Wide{a.num} * b.den < Wide{b.num} * a.den;
}

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Parser {
public:
    Parser(std::string_view text, const References& references)
        : text_(text), references_(references) {}

    Evaluated parse();

private:
    Failure<FormulaError> fail(std::string message, std::string hint = {}) const {
        return Failure{FormulaError{at_, std::move(message), std::move(hint)}};
    }
    Failure<FormulaError> tooLarge() const { return fail("the result is out of range"); }

    void skipSpace() {
        while (at_ < text_.size() && isSpace(text_[at_])) {
            ++at_;
        }
    }
    bool take(char c);

    Evaluated sum();
    Evaluated combine(const Amount& a, const Amount& b, int sign) const;

    Evaluated product();
    Evaluated multiply(const Amount& a, const Amount& b) const {
        const auto result =
            reduced(Wide{a.num} * b.num, Wide{a.den} * b.den, a.time + b.time, a.octets + b.octets);
        return result ? Evaluated(*result) : Evaluated(tooLarge());
    }
    Evaluated divide(const Amount& a, const Amount& b) const;

    Evaluated factor();
    Evaluated primary();

    Evaluated amount();
    /// "1.5" is 3/2: read as nano-units, which hold nine digits after the point.
    Evaluated decimal(const std::string& number) const;

    Evaluated reference();

    Evaluated function();

    std::string_view text_;
    const References& references_;
    std::size_t at_ = 0;
    int nesting_ = 0;
};

Evaluated Parser::parse() {
    Evaluated result = sum();
    skipSpace();
    if (result && at_ < text_.size()) {
        return fail("unexpected " + inQuotes(text_.substr(at_)));
    }
    return result;
}

bool Parser::take(char c) {
    skipSpace();
    if (at_ < text_.size() && text_[at_] == c) {
        ++at_;
        return true;
    }
    return false;
}

Evaluated Parser::sum() {
    Evaluated left = product();
    while (left) {
        const bool plus = take('+');
        if (!plus && !take('-')) {
            break;
        }
        const Evaluated right = product();
        if (!right) {
            return right;
        }
        left = combine(*left, *right, plus ? 1 : -1);
    }
    return left;
}

Evaluated Parser::combine(const Amount& a, const Amount& b, int sign) const {
    if (a.time != b.time || a.octets != b.octets) {
        return fail(dimensionOf(a) + (sign > 0 ? " plus " : " minus ") + dimensionOf(b) +
                    " makes no sense");
    }
    const std::optional<Amount> result = added(a, b, sign);
    return result ? Evaluated(*result) : Evaluated(tooLarge());
}

Evaluated Parser::product() {
    Evaluated left = factor();
    while (left) {
        const bool times = take('*');
        if (!times && !take('/')) {
            break;
        }
        const Evaluated right = factor();
        if (!right) {
            return right;
        }
        left = times ? multiply(*left, *right) : divide(*left, *right);
    }
    return left;
}

Evaluated Parser::divide(const Amount& a, const Amount& b) const {
    if (b.num == 0) {
        return fail("division by zero");
    }
    const auto result =
        reduced(Wide{a.num} * b.den, Wide{a.den} * b.num, a.time - b.time, a.octets - b.octets);
    return result ? Evaluated(*result) : Evaluated(tooLarge());
}

Evaluated Parser::factor() {
    if (++nesting_ > kMaxNesting) {
        return fail("nested more than 32 levels deep");
    }
    Evaluated result = primary();
    --nesting_;
    return result;
}

Evaluated Parser::primary() {
    if (take('-')) {
        const Evaluated positive = factor();
        return positive ? combine(Amount{0, 1, positive->time, positive->octets}, *positive, -1)
                        : positive;
    }
    if (take('(')) {
        Evaluated inner = sum();
        return !inner || take(')') ? inner : Evaluated(fail("expected ')'"));
    }
    skipSpace();
    if (at_ < text_.size() && isDigit(text_[at_])) {
        return amount();
    }
    if (text_.substr(at_, 2) == "${") {
        return reference();
    }
    if (at_ < text_.size() && isLetter(text_[at_])) {
        return function();
    }
    return fail(at_ < text_.size() ? "unexpected " + inQuotes(text_.substr(at_))
                                   : "the formula ends too early");
}

Evaluated Parser::amount() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (isDigit(text_[at_]) || text_[at_] == '.')) {
        ++at_;
    }
    const std::string number(text_.substr(begin, at_ - begin));
    skipSpace();
    const std::size_t unitAt = at_;
    while (at_ < text_.size() && isLetter(text_[at_])) {
        ++at_;
    }
    const std::string unit(text_.substr(unitAt, at_ - unitAt));
    if (unit.empty()) {
        return decimal(number);
    }
    for (const Quantity quantity : {Quantity::Duration, Quantity::Size}) {
        const std::vector<std::string> units = unitsOf(quantity);
        if (std::find(units.begin(), units.end(), unit) == units.end()) {
            continue;
        }
        const auto value = parseQuantity(quantity, number + unit);
        if (!value) {
            return fail(value.error().message, value.error().hint);
        }
        return quantity == Quantity::Duration ? Amount::ofTime(*value) : Amount::ofOctets(*value);
    }
    std::vector<std::string> all = unitsOf(Quantity::Duration);
    for (std::string& each : unitsOf(Quantity::Size)) {
        all.push_back(std::move(each));
    }
    at_ = unitAt;
    return fail("unknown unit " + inQuotes(unit), hintFor(unit, all));
}

Evaluated Parser::decimal(const std::string& number) const {
    const auto nanos = parseQuantity(Quantity::Duration, number + "s");
    if (!nanos) {
        return fail(inQuotes(number) + " is no number, or has too many digits");
    }
    return *reduced(*nanos, 1'000'000'000, 0, 0);
}

Evaluated Parser::reference() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
        return fail("expected '}' after '${'");
    }
    const std::string_view path = text_.substr(at_ + 2, end - at_ - 2);
    const auto found = references_.find(path);
    if (found == references_.end()) {
        std::vector<std::string> known;
        for (const auto& [name, value] : references_) {
            known.push_back(name);
        }
        const std::string near = nearest(path, known);
        return fail("nothing is called " + inQuotes(path),
                    near.empty() ? "a setting with a number, like ${deploy.NAME.SETTING}"
                                 : "did you mean '" + near + "'?");
    }
    at_ = end + 1;
    return found->second;
}

Evaluated Parser::function() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && isLetter(text_[at_])) {
        ++at_;
    }
    const std::string_view name = text_.substr(begin, at_ - begin);
    if ((name != "min" && name != "max") || !take('(')) {
        at_ = begin;
        return fail("unexpected " + inQuotes(text_.substr(begin)),
                    "functions are min(a, b) and max(a, b); settings are ${deploy.x.y}");
    }
    Evaluated best = sum();
    while (best && take(',')) {
        const Evaluated next = sum();
        if (!next) {
            return next;
        }
        if (next->time != best->time || next->octets != best->octets) {
            return fail(std::string(name) + "() of " + dimensionOf(*best) + " and " +
                        dimensionOf(*next) + " makes no sense");
        }
        if (name == "min" ? less(*next, *best) : less(*best, *next)) {
            best = *next;
        }
    }
    return !best || take(')') ? best : Evaluated(fail("expected ')'"));
}

} // namespace

std::string dimensionOf(const Amount& amount) {
    if (amount.octets == 0 && amount.time == 0) {
        return "a number";
    }
    if (amount.octets == 0 && amount.time == 1) {
        return "a time";
    }
    if (amount.octets == 0 && amount.time == -1) {
        return "a rate";
    }
    if (amount.octets == 1 && amount.time == 0) {
        return "a size";
    }
    return "something that is no time, size or number";
}

Evaluated evaluate(std::string_view formula, const References& references) {
    return Parser(formula, references).parse();
}

} // namespace sim::scenario
