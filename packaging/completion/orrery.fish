# SPDX-License-Identifier: Apache-2.0
# Completion of orrery for fish: install it as
# /usr/share/fish/vendor_completions.d/orrery.fish.

function __orrery_on
    __fish_seen_subcommand_from $argv
end

complete -c orrery -n __fish_use_subcommand -f -a list -d 'The shipped scenarios'
complete -c orrery -n __fish_use_subcommand -f -a run -d 'Run a scenario'
complete -c orrery -n __fish_use_subcommand -f -a story -d 'What happens, in plain words'
complete -c orrery -n __fish_use_subcommand -f -a verify -d 'The same run every time?'
complete -c orrery -n __fish_use_subcommand -f -a explain -d 'Why did this happen?'
complete -c orrery -n __fish_use_subcommand -f -a diff -d 'Where two runs part'
complete -c orrery -n __fish_use_subcommand -f -a sweep -d 'Many seeds and values'
complete -c orrery -n __fish_use_subcommand -f -a export -d 'Write a trace in another form'
complete -c orrery -n __fish_use_subcommand -f -a validate -d 'Check files only'
complete -c orrery -n __fish_use_subcommand -l version -d 'Print the version'
complete -c orrery -l help -s h -d 'Print help'

complete -c orrery -n '__orrery_on run story verify sweep' -l with -r -d 'Overlay to apply'
complete -c orrery -n '__orrery_on run story verify sweep' -l set -x -d 'Change one value'
complete -c orrery -n '__orrery_on run story verify' -l seed -x -d 'Seed'
complete -c orrery -n '__orrery_on run verify sweep' -l until -x -d 'Stop there, like 45s'
complete -c orrery -n '__orrery_on run' -l trace -r -d 'Record into this file'
complete -c orrery -n '__orrery_on run' -l level -x -a 'off story full bytes' -d 'How much to record'
complete -c orrery -n '__orrery_on run' -l record-from -x -d 'Start the trace there'
complete -c orrery -n '__orrery_on run' -l parent -r -d 'Trace that the new one continues'
complete -c orrery -n '__orrery_on run list' -l json -d 'Print JSON'
complete -c orrery -n '__orrery_on run' -l quiet -d 'Print the digest only'
complete -c orrery -n '__orrery_on run' -l progress -d 'Tell how far it is on stderr'
complete -c orrery -n '__orrery_on story explain diff export' -l lang -x -a 'en zh' -d 'Language'
complete -c orrery -n '__orrery_on story' -l importance -x -a '1 2 3' -d 'Least importance'
complete -c orrery -n '__orrery_on verify' -l runs -x -d 'How many runs'
complete -c orrery -n '__orrery_on sweep' -l seeds -x -d 'Seeds, like 1..20'
complete -c orrery -n '__orrery_on sweep' -l vary -x -d 'Values to try, like deploy.ns.ttl=5s,30s'
complete -c orrery -n '__orrery_on sweep' -l jobs -x -d 'Runs at the same time'
complete -c orrery -n '__orrery_on sweep' -l csv -r -d 'Write the rows into this file'
complete -c orrery -n '__orrery_on export' -l to -r -d 'File to write'
complete -c orrery -n '__orrery_on export' -l sql -x -d 'Query to write as .csv'
complete -c orrery -n '__orrery_on export' -l at -x -d 'Time to draw as .svg'
complete -c orrery -n '__orrery_on export' -l size -x -d 'Pixels of an .svg, like 1280x720'
complete -c orrery -n '__orrery_on export' -l theme -x -a 'light dark' -d 'Colours of an .svg'
