#compdef orrery
# SPDX-License-Identifier: Apache-2.0
# Completion of orrery for zsh: install it as _orrery in a folder of $fpath, like
# /usr/share/zsh/site-functions.

_orrery() {
    local -a commands help apply
    commands=(
        'list:The shipped scenarios'
        'run:Run a scenario'
        'story:What happens, in plain words'
        'verify:The same run every time?'
        'explain:Why did this happen?'
        'diff:Where two runs part'
        'sweep:Many seeds and values'
        'export:Write a trace in another form'
        'validate:Check files only'
    )
    help=('(-h --help)'{-h,--help}'[Print help]')
    apply=('*--with[Overlay to apply]:overlay:_files' '*--set[Change one value]:PATH=VALUE:')
    if ((CURRENT == 2)); then
        _describe -t commands command commands
        _arguments $help '--version[Print the version]'
        return
    fi
    local command=$words[2]
    shift words
    ((CURRENT--))
    case $command in
        list) _arguments $help '--json[Print JSON]' ;;
        run)
            _arguments $help $apply '--seed[Seed]:number:' '--until[Stop there, like 45s]:time:' \
                '--trace[Record into this file]:trace:_files' \
                '--level[How much to record]:level:(off story full bytes)' \
                '--record-from[Start the trace there]:time:' \
                '--parent[Trace that the new one continues]:trace:_files' \
                '--json[Print JSON]' '--quiet[Print the digest only]' \
                '--progress[Tell how far it is on stderr]' '*:scenario:_files'
            ;;
        story)
            _arguments $help $apply '--seed[Seed]:number:' '--lang[Language]:language:(en zh)' \
                '--importance[Least importance]:importance:(1 2 3)' '*:scenario or trace:_files'
            ;;
        verify)
            _arguments $help $apply '--seed[Seed]:number:' '--runs[How many runs]:number:' \
                '--until[Stop there, like 45s]:time:' '*:scenario:_files'
            ;;
        explain) _arguments $help '--lang[Language]:language:(en zh)' '*:trace:_files' ;;
        diff) _arguments $help '--lang[Language]:language:(en zh)' '*:trace:_files' ;;
        sweep)
            _arguments $help $apply '--seeds[Seeds, like 1..20]:seeds:' \
                '*--vary[Values to try, like deploy.ns.ttl=5s,30s]:PATH=V1,V2:' \
                '--until[Stop there, like 45s]:time:' '--jobs[Runs at the same time]:number:' \
                '--csv[Write the rows into this file]:file:_files' '*:scenario:_files'
            ;;
        export)
            _arguments $help '--to[File to write]:file:_files' \
                '--sql[Query to write as .csv]:query:' \
                '--at[Time to draw as .svg]:time:' \
                '--size[Pixels of an .svg, like 1280x720]:size:' \
                '--lang[Language]:language:(en zh)' '--theme[Colours]:theme:(light dark)' \
                '*:trace:_files'
            ;;
        validate) _arguments $help '*:scenario:_files' ;;
    esac
}

_orrery "$@"
