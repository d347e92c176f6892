# Headers of others that most sources include, compiled once for all: a quarter of the time of each
# unit. No header of ours is among them, so that a file still names what it uses of Cleave; nor is
# <filesystem>, which brings std::quoted into the way of functions of that name.

set(precompiled_headers
  <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <cstring> <deque> <exception>
  <fstream> <functional> <iterator> <map> <memory> <mutex> <optional> <set> <span> <sstream>
  <stdexcept> <string> <string_view> <tuple> <utility> <variant> <vector>
  <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp>
  <boost/asio/use_awaitable.hpp> <boost/describe.hpp> <boost/mp11/algorithm.hpp>
  <fmt/format.h> <fmt/ranges.h>)

# cleave_precompiled(NAME [HEADERS <header>…] [OPTIONS option…] [LINKS library…])
# The list above and HEADERS as a target that others reuse, who must be compiled with the same
# OPTIONS.
function(cleave_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;OPTIONS;LINKS")
  set(source ${PROJECT_BINARY_DIR}/generated/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Only there to precompile headers.\n")
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE fmt::fmt Boost::headers Threads::Threads ${arg_LINKS})
  target_compile_options(${name} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${precompiled_headers} ${arg_HEADERS})
endfunction()

cleave_precompiled(precompiled)
