# The building blocks: a library from a folder, a test from a folder. Sources are globbed inside one
# component's folder, so that adding a file needs no edit here.

# cleave_library(NAME [SOURCES glob…] [EXCEPT regex] [HEADERS root…])
# A static library. Each HEADERS root is its public include folder; every header in it must compile
# alone.
function(cleave_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "EXCEPT" "SOURCES;HEADERS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${arg_SOURCES})
  if(arg_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "${arg_EXCEPT}")
  endif()
  if(NOT sources)  # not written yet
    set(sources ${PROJECT_BINARY_DIR}/generated/${name}_empty.cpp)
    file(CONFIGURE OUTPUT ${sources} CONTENT "// ${name} has no sources yet.\n")
  endif()
  add_library(${name} STATIC ${sources})
  if(TARGET precompiled)
    target_precompile_headers(${name} REUSE_FROM precompiled)
  endif()
  foreach(root IN LISTS arg_HEADERS)
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${root}/*.h)
    target_include_directories(${name} PUBLIC ${root})
    if(headers)
      target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})
    endif()
  endforeach()
endfunction()

# cleave_test(FOLDER [ONLY regex] [LINKS target…] [SEES folder…])
# tests/FOLDER/**.cpp becomes the executable test_FOLDER, registered with ctest as FOLDER. SEES are
# private include folders: the inside of the one component under test. ONLY leaves out what does not
# match: what a library of its own holds. Tests are compiled without optimisation, which costs
# doctest half of the time; what they test is not.
function(cleave_test folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ONLY" "LINKS;SEES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(arg_ONLY)
    list(FILTER sources INCLUDE REGEX "${arg_ONLY}")
  endif()
  if(NOT sources)  # not written yet
    return()
  endif()
  add_executable(test_${folder} ${sources})
  target_precompile_headers(test_${folder} REUSE_FROM precompiled_tests)
  target_compile_options(test_${folder} PRIVATE -O0)
  target_include_directories(test_${folder}
    PRIVATE ${PROJECT_SOURCE_DIR}/tests/${folder} ${arg_SEES})
  target_link_libraries(test_${folder} PRIVATE ${arg_LINKS} test_support)
  add_test(NAME ${folder} COMMAND test_${folder})
  set_tests_properties(${folder} PROPERTIES
    TIMEOUT 600
    ENVIRONMENT "CLEAVE_BINARY=$<TARGET_FILE:cleave>;CLEAVE_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()
