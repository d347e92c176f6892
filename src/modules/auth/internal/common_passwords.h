// auth: which passwords are among the first that somebody would try.
//
// What is well known is taken out of the password: common words, words of the address and the name,
// sequences of the keyboard, the alphabet and the digits, years, and repetitions; upper case and
// the usual digits and signs in the place of letters hide none of it. What is left must be worth
// four letters. So "P4ssw0rd2024!" is refused and "correct horse battery" is not.
#pragma once

#include <string_view>

namespace auth {

enum class Guess { none, common, personal, repeated };

// How somebody would come by it who knows the address and the name of its owner.
Guess guess_at(std::string_view password, std::string_view email, std::string_view name);

// What is wrong with a password, and what would be right; for customers.
std::string_view advice_on(Guess guess) noexcept;

}  // namespace auth
