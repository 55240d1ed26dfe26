# shellcheck shell=bash
# What ./run, ./test and ./bench have in common. Sourced, with $ROOT set to the checkout.

MINIMUM_JDK=21

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The major version of the JDK in folder $1, or nothing when there is no compiler in it.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# Exports JAVA_HOME: the newest JDK that is at least $MINIMUM_JDK. JAVA_HOME itself wins when it is new enough.
find_jdk() {
  local best=0 home="" folder version on_path
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(cd "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")/.." && pwd)
  for folder in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/* /opt/*/libexec/openjdk.jdk/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$folder" ] || continue
    version=$(jdk_version "$folder")
    if [ -n "$version" ] && [ "$version" -gt "$best" ]; then
      best=$version home=$folder
      [ "$folder" != "${JAVA_HOME:-}" ] || [ "$version" -lt "$MINIMUM_JDK" ] || break
    fi
  done
  [ "$best" -ge "$MINIMUM_JDK" ] || fail "No JDK $MINIMUM_JDK or newer found (looked at JAVA_HOME, the PATH and the usual" \
    "folders${home:+; the newest was $home}). Install one, for example Temurin from https://adoptium.net, or set JAVA_HOME."
  export JAVA_HOME=$home
}

# Runs Maven with "$@": everything into the log file $LOG, on the screen only the module that is being built.
build() {
  command -v mvn >/dev/null || fail "Maven is missing. Install it (Debian: apt-get install maven, macOS: brew install maven)."
  mkdir -p "$(dirname "$LOG")"
  (cd "$ROOT" && mvn -B "$@" 2>&1) | tee "$LOG" |
    sed -un -e 's/  *\(\[[0-9]*\/[0-9]*\]\)$/ \1/' \
      -e 's/^\[INFO\] Building \(.*\) [^ ]* \[\([0-9]*\)\/\([0-9]*\)\]$/  \2 of \3  \1/p'
}

# What a person needs of a failed build's log.
explain_failure() {
  grep -E '^\[ERROR\]' "$LOG" | grep -vE 'Help 1|re-run Maven|full stack trace|For more information|After correcting|mvn <args>' |
    head -n 40 >&2 || true
  printf 'The whole log is %s\n' "$LOG" >&2
}

# Installs the browsers of the browser tests where that needs nobody's leave: as root on Debian and Ubuntu. Elsewhere, and
# when it fails, those tests are skipped by name.
install_browser() {
  local missing=() package log
  { command -v chromium && command -v chromedriver; } >/dev/null || missing+=(chromium-driver) # brings chromium
  { command -v firefox-esr || command -v firefox; } >/dev/null || missing+=(firefox-esr)
  if [ "${#missing[@]}" -eq 0 ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    return 0
  fi
  log=$(dirname "$LOG")/browser.log
  mkdir -p "$(dirname "$LOG")"
  timeout 120 apt-get update -qq >"$log" 2>&1 || true
  for package in "${missing[@]}"; do # one by one: Ubuntu has not all of them
    DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends "$package" >>"$log" 2>&1 ||
      printf 'The test browser of %s could not be installed: %s\n' "$package" "$log" >&2
  done
}
