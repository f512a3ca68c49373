# Completion of rawhttp for bash; made by "rawhttp completions bash".
_rawhttp() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=rawhttp i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$command ${COMP_WORDS[i]}" in
            'rawhttp get' | 'rawhttp read' | 'rawhttp echo' | 'rawhttp echo serve' | 'rawhttp echo connect' | 'rawhttp explain' | 'rawhttp completions') command+=" ${COMP_WORDS[i]}" ;;
        esac
    done
    case "$command $before" in
        'rawhttp --explain') return ;;
        'rawhttp get -H' | 'rawhttp get --header' | 'rawhttp get -X' | 'rawhttp get --method' | 'rawhttp get --idle' | 'rawhttp get --print' | 'rawhttp get --connect-timeout' | 'rawhttp get --read-timeout' | 'rawhttp get -m' | 'rawhttp get --max-time' | 'rawhttp get --linger' | 'rawhttp get --expect-timeout' | 'rawhttp get --max-line' | 'rawhttp get --max-fields' | 'rawhttp get --max-head' | 'rawhttp get --max-body' | 'rawhttp get --resolve' | 'rawhttp get --connect-to') return ;;
        'rawhttp get -d' | 'rawhttp get --data') mapfile -t COMPREPLY < <(compgen -W 'TEXT @FILE' -- "$word"); return ;;
        'rawhttp get --request' | 'rawhttp get --report' | 'rawhttp get -o' | 'rawhttp get --output' | 'rawhttp get -D' | 'rawhttp get --dump-header' | 'rawhttp get --save' | 'rawhttp get --unix-socket' | 'rawhttp get --cacert') compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        'rawhttp get --color') mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word"); return ;;
        'rawhttp read -X' | 'rawhttp read --method' | 'rawhttp read --print' | 'rawhttp read --max-line' | 'rawhttp read --max-fields' | 'rawhttp read --max-head' | 'rawhttp read --max-body') return ;;
        'rawhttp read --requests' | 'rawhttp read --report') compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        'rawhttp read --color') mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word"); return ;;
        'rawhttp echo serve --listen' | 'rawhttp echo serve --timeout' | 'rawhttp echo serve --max-line' | 'rawhttp echo serve --max-connections' | 'rawhttp echo serve --max-memory') return ;;
        'rawhttp echo serve --reply') mapfile -t COMPREPLY < <(compgen -W 'echo ack' -- "$word"); return ;;
        'rawhttp echo serve --on-timeout') mapfile -t COMPREPLY < <(compgen -W 'shutdown release' -- "$word"); return ;;
        'rawhttp echo connect --timeout') return ;;
    esac
    case "$command" in
        'rawhttp')
            mapfile -t COMPREPLY < <(compgen -W 'get read echo explain completions -? -h --help --version --explain' -- "$word")
            ;;
        'rawhttp get')
            mapfile -t COMPREPLY < <(compgen -W '-H --header -i --include -X --method -I --head -0 --http1.0 -d --data --chunked --path-as-is --request --keep-alive --pipeline --idle --print --raw --wire --json --report --strict --color -o --output -D --dump-header --save -f --fail --fail-with-body -v --verbose -s --silent --connect-timeout --read-timeout -m --max-time --linger --expect-timeout --max-line --max-fields --max-head --max-body -4 --ipv4 -6 --ipv6 --resolve --connect-to --unix-socket -k --insecure --cacert --demo -? -h --help' -- "$word")
            [[ $word == -* ]] || { mapfile -t COMPREPLY < <(compgen -A hostname -- "$word"); }
            ;;
        'rawhttp read')
            mapfile -t COMPREPLY < <(compgen -W '-X --method --requests --print --raw --wire --json --report --strict --color --max-line --max-fields --max-head --max-body -? -h --help' -- "$word")
            [[ $word == -* ]] || { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word"); }
            ;;
        'rawhttp echo')
            mapfile -t COMPREPLY < <(compgen -W 'serve connect -? -h --help' -- "$word")
            ;;
        'rawhttp echo serve')
            mapfile -t COMPREPLY < <(compgen -W '--listen --timeout --reply --on-timeout --max-line --max-connections --max-memory -s --silent -? -h --help' -- "$word")
            ;;
        'rawhttp echo connect')
            mapfile -t COMPREPLY < <(compgen -W '--timeout -? -h --help' -- "$word")
            [[ $word == -* ]] || { mapfile -t COMPREPLY < <(compgen -A hostname -- "$word"); }
            ;;
        'rawhttp explain')
            mapfile -t COMPREPLY < <(compgen -W '-? -h --help' -- "$word")
            ;;
        'rawhttp completions')
            mapfile -t COMPREPLY < <(compgen -W '-? -h --help' -- "$word")
            [[ $word == -* ]] || { mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$word"); }
            ;;
    esac
}
complete -F _rawhttp rawhttp
