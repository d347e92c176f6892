# cleave_commit(): sets CLEAVE_COMMIT to the commit that is built, with "-dirty" behind it when
# tracked files differed from it at the last configuring; "unknown" outside of a Git working tree.
# Each commit configures anew.
function(cleave_commit)
  set(CLEAVE_COMMIT unknown PARENT_SCOPE)
  find_package(Git QUIET)
  if(NOT GIT_FOUND)
    return()
  endif()
  set(git ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR})
  execute_process(COMMAND ${git} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    return()
  endif()
  execute_process(COMMAND ${git} diff --quiet HEAD ERROR_QUIET RESULT_VARIABLE differs)
  if(differs)
    string(APPEND commit -dirty)
  endif()
  execute_process(COMMAND ${git} rev-parse --git-path logs/HEAD
    OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  get_filename_component(log ${log} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
  if(EXISTS ${log})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${log})
  endif()
  set(CLEAVE_COMMIT ${commit} PARENT_SCOPE)
endfunction()
