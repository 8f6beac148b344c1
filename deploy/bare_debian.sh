#!/usr/bin/env bash
# A newcomer's run, for anybody to repeat: a bare Debian from debootstrap, the two commands of README.md as an
# ordinary user, then every command of deploy/README.md as it is written there, booted with systemd.
#
#     deploy/bare_debian.sh FOLDER        as root, on Linux with: debootstrap systemd-container iproute2 git
#
# FOLDER (some 3 GB) is made and stays, for looking around; ending the script stops the machine in it. Settings:
#     WHAT=commit|here   what the newcomer gets: the commit that is checked out (default), or the files as they are
#     PARTS="use deploy" which parts to run
#     TESTS=some|all     stop `make test` when it has begun (default), or wait for its end
#     FILES="..."        files of this machine that belong on that one too, like a pip.conf or a certificate
#     MIRROR=...         a mirror for debootstrap; SUITE=bookworm
# By hand, not in CI: it takes some ten minutes, most of them downloads.
set -euo pipefail

[ $# = 1 ] && [ "$(id -u)" = 0 ] || { sed -n '2,15s/^# \?//p' "$0"; exit 2; }
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
checkout=$(cd "$(dirname "$0")/.." && pwd)
suite=${SUITE:-bookworm}
parts=${PARTS:-use deploy}
root=$folder/root
port=8123
leader=

say() { printf '\n==> %s  [%s]\n' "$*" "$(date +%T)"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

make_debian() {
    [ -e "$root/etc/debian_version" ] && return
    mkdir -p "$folder"
    # shellcheck disable=SC2086 # no mirror is no argument
    debootstrap --variant=minbase --include=systemd-sysv,dbus,ca-certificates,iproute2,procps "$suite" "$root" ${MIRROR:-} \
        > "$folder/debootstrap.log"
    local file
    for file in ${FILES:-}; do
        mkdir -p "$root$(dirname "$file")"
        cp -a "$file" "$root$(dirname "$file")/"
    done
    # An administrator's Debian has these lists; nothing of the program is installed yet.
    chroot "$root" apt-get update -q
}

# nginx gets a network of its own, with a loopback and nothing else: so it may listen on 80 and 443 as it is told
# to, and nobody outside can reach this trial. Not a step of a newcomer.
fence_nginx() {
    mkdir -p "$root/etc/systemd/system/nginx.service.d"
    printf '[Service]\nNetworkNamespacePath=/run/netns/trial\n' \
        > "$root/etc/systemd/system/nginx.service.d/trial.conf"
}

boot() {
    systemd-nspawn --quiet --register=no --keep-unit --directory="$root" --boot > "$folder/boot.log" 2>&1 &
    nspawn=$!
    trap stop EXIT
    local tries
    for tries in $(seq 60); do
        leader=$(pgrep -P "$nspawn" -x systemd || true)
        [ -n "$leader" ] && inside systemctl is-active --quiet multi-user.target 2> /dev/null && break
        [ "$tries" = 60 ] && fail "the machine does not boot; see $folder/boot.log"
        sleep 1
    done
    inside ip netns add trial
    inside ip -n trial link set lo up
}

stop() {
    kill -RTMIN+4 "$leader" 2> /dev/null || true # please switch off
    local tries
    for tries in $(seq 10); do
        kill -0 "$leader" 2> /dev/null || return 0
        sleep 1
    done
    kill -KILL "$leader" 2> /dev/null || true # everything in that machine ends with its first process
}

inside() { nsenter --target "$leader" --all env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 "$@"; }
newcomer() { inside runuser -l newcomer -c "set -eu; $1"; }

# What the newcomer downloads: a clone of the commit, or a folder with the files as they are.
bring_source() {
    rm -rf "$root/home/newcomer/cmm" "$folder/source"
    if [ "${WHAT:-commit}" = commit ]; then
        git clone -q "file://$checkout" "$folder/source"
    else
        mkdir "$folder/source"
        (cd "$checkout" && git ls-files -z --cached --others --exclude-standard | while IFS= read -rd '' name; do
            [ -f "$name" ] && printf '%s\0' "$name"
        done | tar -c --null -T -) | tar -x -C "$folder/source"
    fi
}

use_as_newcomer() {
    say "As root: what README.md asks for on a bare Debian"
    inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        git make python3 python3-venv > "$folder/apt.log"
    inside id newcomer 2> /dev/null || inside adduser --quiet --disabled-password --gecos "" newcomer
    cp -r "$folder/source" "$root/home/newcomer/cmm"
    inside sh -c 'chown -R newcomer: ~newcomer/cmm'

    say "make run"
    newcomer "cd cmm && exec make run PORT=$port" > "$folder/run.log" 2>&1 &
    local running=$! tries address
    for tries in $(seq 400); do
        grep -q "Ctrl-C stops it" "$folder/run.log" && break
        kill -0 "$running" 2> /dev/null || { tail "$folder/run.log"; fail "make run ended"; }
        [ "$tries" = 400 ] && fail "make run takes longer than 20 minutes"
        sleep 3
    done
    cat "$folder/run.log"
    for tries in $(seq 60); do # it says so right before it begins to listen
        inside python3 -c "import socket; socket.create_connection(('127.0.0.1', $port))" 2> /dev/null && break
        sleep 1
    done
    for address in / /ru/ /kk/ /en/ /ru/office/sign-in; do
        inside python3 -c "import urllib.request as r; a = r.urlopen('http://127.0.0.1:$port$address'); \
            print(a.status, a.url, len(a.read()), 'bytes')" || fail "the demo does not answer at $address"
    done
    inside pkill -TERM -u newcomer -f demo\|gunicorn # Ctrl-C for a program without a terminal
    wait "$running" || true

    say "make test: installs, names what is missing, collects, begins"
    newcomer "cd cmm && make test" > "$folder/test.log" 2>&1 &
    running=$!
    for tries in $(seq 400); do
        grep -qE '\[ *[1-9][0-9]?%\]|passed|failed|rror' "$folder/test.log" && break
        kill -0 "$running" 2> /dev/null || break
        sleep 3
    done
    grep -qE '\[ *[1-9][0-9]?%\]' "$folder/test.log" || fail "make test did not begin"
    [ "${TESTS:-some}" = all ] || inside pkill -TERM -u newcomer || true # the whole takes a quarter of an hour
    wait "$running" || true
    tail -n 20 "$folder/test.log"
}

# The blocks of deploy/README.md that begin with $1 in their first line ("" is: with no comment), as a script.
blocks() {
    awk -v wanted="$1" '
        /^    / { line = substr($0, 5); if (!inside) { first = line; inside = 1; text = "" } text = text line "\n"; next }
        inside { inside = 0; if (wanted == "" ? first !~ /^# / : index(first, wanted) == 1) printf "%s", text }
        END { if (inside && (wanted == "" ? first !~ /^# / : index(first, wanted) == 1)) printf "%s", text }
    ' "$folder/source/deploy/README.md"
}

# Runs a script as root in the folder with the source, every command shown with the second it began at.
as_written() {
    {
        echo "curl() { ip netns exec trial curl \"\$@\"; } # nginx is in the fenced network"
        echo 'NAME=clients.example'
        echo 'PS4="[\$SECONDS s] "; SECONDS=0; set -euxo pipefail'
        cat
    } > "$root/root/steps.sh"
    inside bash -c 'cd ~/source && exec bash ~/steps.sh' 2>&1
}

deploy_to_the_letter() {
    rm -rf "$root/root/source"
    cp -r "$folder/source" "$root/root/source"
    say "deploy/README.md, sections 1 to 6"
    blocks "" | as_written | tee "$folder/deploy.log"
    grep -qx ok "$folder/deploy.log" || fail "/health does not say ok"
    grep -q '^HTTP/.* 200' "$folder/deploy.log" || fail "the site does not answer"
    inside systemctl start cmm-mix.service cmm-wipe.service || fail "a service of a timer fails"
    local service
    for service in web mix wipe remind; do
        inside systemd-analyze security "cmm-$service.service" --no-pager | tail -n 1
    done
    inside systemctl is-active cmm-web.service cmm-web.socket cmm-mix.timer cmm-wipe.timer nginx.service
    [ -z "$(inside systemctl --failed --no-legend)" ] || fail "a unit failed: $(inside systemctl --failed)"

    say "A new version, as written there"
    sed -i 's/^version = .*/version = "99.0.0"/' "$root/root/source/pyproject.toml"
    inside sh -c 'cmm backup key | sed -n "s/.*\(CMM_BACKUP_TO=age1.*\)/\1/p" >> /var/lib/cmm/cmm.env'
    blocks "# first a backup" | as_written | tee "$folder/upgrade.log"
    grep -qx ok "$folder/upgrade.log" || fail "/health does not say ok after the upgrade"
    [ "$(inside readlink /opt/cmm)" = cmm-99.0.0 ] || fail "the new version does not run"
    inside systemctl is-active cmm-mix.timer cmm-wipe.timer || fail "a timer did not come back"

    say "The way back, as written there"
    blocks "# the way back" | as_written | tee "$folder/rollback.log"
    grep -qx ok "$folder/rollback.log" || fail "/health does not say ok after the way back"
    [ "$(inside readlink /opt/cmm)" != cmm-99.0.0 ] || fail "the old version does not run"
    inside systemctl is-active cmm-mix.timer cmm-wipe.timer || fail "a timer did not come back"
    say "$(blocks "" | grep -c .) lines of sections 1 to 6 were run"
}

make_debian
bring_source
fence_nginx
boot
for part in $parts; do
    case $part in
        use) use_as_newcomer ;;
        deploy) deploy_to_the_letter ;;
        *) fail "no such part: $part" ;;
    esac
done
say "Done. The machine stands in $root"
