# cleave_module(order USES catalog cart payment [LINKS library…] [DATABASES name…])
#
#   order_contract   contract/**.cpp; include folder contract/. It knows the kernel, nothing else.
#   order_module     every other .cpp of the folder; sees its own folder, its own contract, the
#                    contracts of USES, the kernel. Its plug, order_module.h, is for the
#                    composition root.
#
# A module uses only modules listed above it, so there are no cycles. LINKS names third-party
# libraries that only this module needs. migrations/NNNN_title.sql become order_migrations.h:
# order::migrations, a std::array<std::string_view> in which migration N lies at N - 1. DATABASES
# names further databases of the module: NAME/migrations/*.sql become NAME_migrations.h.
function(cleave_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LINKS;DATABASES")
  get_property(listed GLOBAL PROPERTY CLEAVE_MODULES)
  foreach(used IN LISTS arg_USES)
    if(NOT used IN_LIST listed)
      message(FATAL_ERROR "${name} USES ${used}, but ${used} is not listed above it: a module may "
        "use only the modules above it in src/modules/CMakeLists.txt, so that there are no cycles.")
    endif()
  endforeach()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "cleave_module(${name} …): what is meant by ${arg_UNPARSED_ARGUMENTS}?")
  endif()

  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  cleave_library(${name}_contract SOURCES ${folder}/contract/*.cpp HEADERS ${folder}/contract)
  target_link_libraries(${name}_contract PUBLIC kernel)

  cleave_library(${name}_module SOURCES ${folder}/*.cpp EXCEPT "/${name}/contract/")
  target_include_directories(${name}_module PRIVATE ${folder})
  list(TRANSFORM arg_USES APPEND _contract OUTPUT_VARIABLE used_contracts)
  target_link_libraries(${name}_module
    PUBLIC kernel ${name}_contract ${used_contracts}
    PRIVATE ${arg_LINKS})
  cleave_migrations(${name} ${folder}/migrations TARGET ${name}_module)
  foreach(database IN LISTS arg_DATABASES)
    cleave_migrations(${database} ${folder}/${database}/migrations TARGET ${name}_module)
  endforeach()

  set_property(GLOBAL APPEND PROPERTY CLEAVE_MODULES ${name})
  set_property(GLOBAL PROPERTY CLEAVE_USES_${name} "${arg_USES}")
endfunction()

# cleave_migrations(NAME FOLDER TARGET target)
# Embeds FOLDER/NNNN_title.sql, numbered from 1 without a gap, in NAME_migrations.h, which only
# `target` sees.
function(cleave_migrations name folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "TARGET" "")
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  list(SORT files)
  list(LENGTH files count)
  set(expected 0)
  set(entries "")
  foreach(file IN LISTS files)
    math(EXPR expected "${expected} + 1")
    get_filename_component(title ${file} NAME)
    if(NOT title MATCHES "^0*${expected}_[a-z0-9_]+\\.sql$")
      message(FATAL_ERROR "${file}: migration number ${expected} comes here, as in 0001_title.sql")
    endif()
    file(READ ${file} sql)
    string(APPEND entries "    R\"sql(${sql})sql\",  // ${title}\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/generated/migrations/${name})
  target_include_directories(${arg_TARGET} PRIVATE ${generated})
  file(CONFIGURE OUTPUT ${generated}/${name}_migrations.h @ONLY CONTENT
"// Generated from the numbered SQL files of ${name}.
#pragma once

#include <array>
#include <string_view>

namespace ${name} {

inline constexpr std::array<std::string_view, ${count}> migrations{
@entries@};

}  // namespace ${name}
")
endfunction()

# cleave_module_graph(OUTPUT): what the build allows, compiled in for `cleave layout --verify`.
function(cleave_module_graph output)
  get_property(modules GLOBAL PROPERTY CLEAVE_MODULES)
  set(uses_of "")
  set(rows "")
  foreach(module IN LISTS modules)
    get_property(uses GLOBAL PROPERTY CLEAVE_USES_${module})
    list(LENGTH uses count)
    list(TRANSFORM uses REPLACE "(.+)" "\"\\1\"")
    list(JOIN uses ", " uses)
    string(APPEND uses_of
      "inline constexpr std::array<std::string_view, ${count}> ${module}_uses{${uses}};\n")
    string(APPEND rows "    ModuleUses{\"${module}\", ${module}_uses},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"// Generated from src/modules/CMakeLists.txt: which module the build lets use which contracts.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace build {

struct ModuleUses {
  std::string_view module;
  std::span<const std::string_view> uses;
};

@uses_of@
// In dependency order: a module uses only modules above it.
inline constexpr std::array kernel_module_graph{
@rows@};

}  // namespace build
")
endfunction()

# cleave_module_lines(target OUTPUT): how long each module is, for `cleave compare`; counted again
# whenever one of its files changes. `target` includes OUTPUT.
function(cleave_module_lines target output)
  get_property(modules GLOBAL PROPERTY CLEAVE_MODULES)
  set(sources "")
  set(entries "")
  foreach(module IN LISTS modules)
    set(folder ${PROJECT_SOURCE_DIR}/src/modules/${module})
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*.cpp ${folder}/*.h ${folder}/*.sql)
    list(APPEND sources ${files})
    list(TRANSFORM files PREPEND "${module} ")
    list(JOIN files "\n" files)
    string(APPEND entries "${files}\n")
  endforeach()
  # A list of its own, so that a file that is gone is noticed too.
  set(list ${output}.files)
  file(CONFIGURE OUTPUT ${list} CONTENT "${entries}" @ONLY)
  set(script ${PROJECT_SOURCE_DIR}/cmake/module_lines.cmake)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFILES=${list} -DOUTPUT=${output} -P ${script}
    DEPENDS ${sources} ${list} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
