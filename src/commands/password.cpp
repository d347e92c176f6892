#include "commands/password.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "kernel/error.h"

namespace commands {
namespace {

// Switches the terminal's echo off for as long as it lives.
class Silence {
 public:
  Silence() {
    changed_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ask(const std::string& prompt) {
  fmt::print(stderr, "{}: ", prompt);
  std::fflush(stderr);
  const Silence silence;
  auto line = read_line();
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace

kernel::SecretText read_password(const std::string& prompt, bool confirm) {
  std::string password;
  if (isatty(STDIN_FILENO) == 1) {
    password = ask(prompt);
    if (confirm && ask("the same again") != password)
      throw kernel::Error(kernel::Code::invalid_argument, "the two passwords differ");
  } else {
    password = read_line();
  }
  if (password.empty())
    throw kernel::Error(kernel::Code::invalid_argument, "no password was given on stdin");
  return kernel::SecretText(std::move(password));
}

}  // namespace commands
