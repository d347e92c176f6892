# cleave_web(TARGET SOURCE): puts the web pages into TARGET. They are made of web/ and docs/ by
# node, with the packages that web/package-lock.json names. Without node or npm, or when the
# packages cannot be had, the executable has no pages and the build says so; SOURCE, which takes the
# bytes in, is compiled anew whenever they change.

find_program(CLEAVE_NODE NAMES node nodejs)
find_program(CLEAVE_NPM npm)

function(cleave_web target source)
  set(out ${PROJECT_BINARY_DIR}/generated/web)
  target_include_directories(${target} PRIVATE ${out})
  set(script ${PROJECT_SOURCE_DIR}/cmake/web_files.cmake)
  set(inputs ${script})
  set(tools "")
  if(NOT CLEAVE_WEB)
    message(STATUS "CLEAVE_WEB is off: no web pages, only the API")
  elseif(CLEAVE_NODE AND CLEAVE_NPM)
    set(tools -DNODE=${CLEAVE_NODE} -DNPM=${CLEAVE_NPM})
    set(web ${PROJECT_SOURCE_DIR}/web)
    # One folder deep, so that node_modules is not looked through.
    file(GLOB sources CONFIGURE_DEPENDS ${web}/*/*.js ${web}/*/*.css ${web}/*.html ${web}/*.svg)
    set(docs ${PROJECT_SOURCE_DIR}/docs)  # the guide
    file(GLOB documents CONFIGURE_DEPENDS ${docs}/*.md ${docs}/labs/*.md ${docs}/decisions/*.md)
    list(APPEND inputs ${sources} ${documents} ${web}/package-lock.json)
  else()
    message(WARNING "node and npm are needed for the web pages (Debian: apt install npm) and are "
      "missing: this build has the API only")
  endif()
  add_custom_command(OUTPUT ${out}/web_table.h ${out}/web.bin
    COMMAND ${CMAKE_COMMAND} ${tools} -DWEB=${PROJECT_SOURCE_DIR}/web -DOUT=${out} -P ${script}
    DEPENDS ${inputs}
    COMMENT "Web pages"
    VERBATIM)
  set_source_files_properties(${source} PROPERTIES
    OBJECT_DEPENDS "${out}/web_table.h;${out}/web.bin"
    SKIP_PRECOMPILE_HEADERS ON)
endfunction()
