# cmake -DFILES=list -DOUTPUT=header -P module_lines.cmake
# Counts the lines of each module's sources. FILES holds a line "module path" for each of them.
cmake_minimum_required(VERSION 3.25)

file(STRINGS ${FILES} entries)
set(modules "")
foreach(entry IN LISTS entries)
  string(REGEX MATCH "^([^ ]+) (.+)$" matched "${entry}")
  set(module ${CMAKE_MATCH_1})
  set(path ${CMAKE_MATCH_2})
  if(NOT module IN_LIST modules)
    list(APPEND modules ${module})
    set(lines_${module} 0)
    set(contract_${module} 0)
  endif()
  file(READ ${path} text)
  string(REGEX REPLACE "[^\n]+" "" newlines "${text}")
  string(LENGTH "${newlines}" lines)
  math(EXPR lines_${module} "${lines_${module}} + ${lines}")
  if(path MATCHES "/${module}/contract/")
    math(EXPR contract_${module} "${contract_${module}} + ${lines}")
  endif()
endforeach()

set(rows "")
foreach(module IN LISTS modules)
  string(APPEND rows
    "    ModuleLines{\"${module}\", ${lines_${module}}, ${contract_${module}}},\n")
endforeach()
file(WRITE ${OUTPUT}
"// Generated from the sources of the modules: how long each one is.
#pragma once

#include <array>
#include <string_view>

namespace build {

struct ModuleLines {
  std::string_view module;
  int lines;           // of all its .cpp, .h and .sql
  int contract_lines;  // of those, in contract/
};

inline constexpr std::array module_lines{
${rows}};

}  // namespace build
")
