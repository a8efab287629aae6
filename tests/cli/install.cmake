# SPDX-License-Identifier: Apache-2.0
# Goal: an installed tree is complete: its program lists the scenarios and runs one of them, with
# the digest that is expected of it.
#
# cmake -DBUILD=... -DSOURCE=... -DPREFIX=... -P install.cmake

function(require_run output)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY / RESULT_VARIABLE status
        OUTPUT_VARIABLE out ERROR_VARIABLE err)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN} ended with ${status}:\n${out}${err}")
    endif()
    set(${output} "${out}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${PREFIX}")
require_run(ignored "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}")

set(share "${PREFIX}/share")
foreach(file IN ITEMS man/man1/orrery.1 bash-completion/completions/orrery
        fish/vendor_completions.d/orrery.fish zsh/site-functions/_orrery doc/orrery/LICENSE
        orrery/scenario.schema.json)
    if(NOT EXISTS "${share}/${file}")
        message(FATAL_ERROR "not installed: ${file}")
    endif()
endforeach()

# As many as are expected to have a digest, and all of them from the installed tree.
set(orrery "${PREFIX}/bin/orrery")
require_run(list "${orrery}" list --json)
string(JSON listed LENGTH "${list}")
file(STRINGS "${SOURCE}/scenarios/digests.txt" digests REGEX "^[^#]")
list(LENGTH digests expected)
if(NOT listed EQUAL expected)
    message(FATAL_ERROR "${listed} scenarios are listed, ${expected} have a digest")
endif()
list(GET digests 0 first)
string(REPLACE " " ";" first "${first}")
list(GET first 0 name)
list(GET first 1 digest)
require_run(out "${orrery}" run --quiet "${share}/orrery/scenarios/${name}")
if(NOT out MATCHES "digest: ${digest}")
    message(FATAL_ERROR "${name} has not the digest ${digest}:\n${out}")
endif()
string(FIND "${list}" "${share}/orrery/scenarios" found)
if(found EQUAL -1 AND NOT list MATCHES "${name}")
    message(FATAL_ERROR "the list does not name ${name}:\n${list}")
endif()
file(REMOVE_RECURSE "${PREFIX}")
