# cmake [-DNODE=node -DNPM=npm] -DWEB=web -DOUT=folder -P web_files.cmake
# Makes OUT/web.bin and OUT/web_table.h, which says what lies where in it. Without NODE, or when a
# step fails: both, with nothing in them.
cmake_minimum_required(VERSION 3.25)

function(write_empty)
  file(WRITE ${OUT}/web.bin "")
  file(WRITE ${OUT}/web_table.h
"// Generated: this build has no web pages.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#define CLEAVE_WEB_BYTES \"${OUT}/web.bin\"

namespace build {

struct WebBytes {
  std::size_t begin = 0;
  std::size_t size = 0;
};
struct WebEntry {
  std::string_view name;
  std::string_view type;
  WebBytes text;
  WebBytes gzip;
};
inline constexpr std::array<WebEntry, 0> web_entries{};

}  // namespace build
")
endfunction()

file(MAKE_DIRECTORY ${OUT})
if(NOT NODE)
  write_empty()
  return()
endif()

# Packages are installed beside the build, never into the sources, and only when the lock changed.
set(packages ${OUT}/packages)
set(stamp ${packages}/installed)
file(SHA256 ${WEB}/package-lock.json wanted)
set(installed "")
if(EXISTS ${stamp})
  file(READ ${stamp} installed)
endif()
if(NOT installed STREQUAL wanted)
  file(REMOVE ${stamp})
  file(COPY ${WEB}/package.json ${WEB}/package-lock.json DESTINATION ${packages})
  execute_process(
    COMMAND ${NPM} ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
      --prefer-offline --fetch-retries=1
    WORKING_DIRECTORY ${packages}
    OUTPUT_QUIET ERROR_VARIABLE why RESULT_VARIABLE failed)
  if(failed)
    message(WARNING "npm could not install the packages of the web pages: this build has the API "
      "only. The next build tries again.\n${why}")
    write_empty()
    # Older than what they are made of.
    execute_process(COMMAND touch -d @1 ${OUT}/web.bin ${OUT}/web_table.h)
    return()
  endif()
  file(WRITE ${stamp} ${wanted})
endif()

execute_process(
  COMMAND ${NODE} ${WEB}/build/embed.js --packages ${packages}/node_modules --out ${OUT}
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the web pages could not be made; see above")
endif()
