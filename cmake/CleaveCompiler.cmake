# Language, warnings, sanitizers and ccache: the same for every target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# all_verify_interface_header_sets: each public header compiles alone, with what its target sees.
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

add_compile_options(-Wall -Wextra -Wpedantic)
# g++ 12 inlines the operator new of Asio's coroutine frames, sees aligned_alloc in it, and takes
# the operator delete that belongs to it for another one's.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
# g++ 12 sees overlapping copies in plain std::string code at -O2 (GCC PR 105651).
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# Nor does it keep to itself, out of a precompiled header, what it falsely suspects of the standard
# library's strings.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>)
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
if(CLEAVE_WERROR)
  add_compile_options(-Werror)
endif()

# Asio and Beast are compiled once (kernel/asio_impl.cpp, http/beast_impl.cpp). These definitions
# change the layout of types, so they hold for every translation unit or for none.
add_compile_definitions(
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

# AddressSanitizer and UndefinedBehaviorSanitizer get on with each other; ThreadSanitizer is alone.
if(CLEAVE_SANITIZE)
  set(sanitizers_address address,undefined)
  set(sanitizers_thread thread)
  if(NOT DEFINED sanitizers_${CLEAVE_SANITIZE})
    message(FATAL_ERROR
      "CLEAVE_SANITIZE=${CLEAVE_SANITIZE}: address (with undefined) or thread is meant")
  endif()
  set(sanitize -fsanitize=${sanitizers_${CLEAVE_SANITIZE}} -fno-sanitize-recover=all)
  add_compile_options(${sanitize} -fno-omit-frame-pointer -g1)
  add_link_options(${sanitize})
endif()

# The same two, and what libFuzzer looks at. The targets themselves are linked with its main().
if(CLEAVE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "CLEAVE_FUZZ needs clang, which has libFuzzer; found "
      "${CMAKE_CXX_COMPILER_ID}. `make fuzz` chooses it, or -DCMAKE_CXX_COMPILER=clang++-16.")
  endif()
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_compile_options(${sanitize} -fsanitize=fuzzer-no-link -fno-omit-frame-pointer
    -gline-tables-only)
  add_link_options(${sanitize})
endif()

# ccache takes a precompiled header for what it is when told to; the compilers help it so.
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CLEAVE_CCACHE ccache)
  if(CLEAVE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CLEAVE_CCACHE})
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    add_compile_options("$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endif()
