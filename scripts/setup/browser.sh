# shellcheck shell=bash
# A real browser and its WebDriver: the Wasm tests and the end-to-end tests run in it.

chromium=
chromedriver=

need_browser() {
  local missing=()
  find_browser
  [ -n "$chromium" ] || missing+=(chromium)
  [ -n "$chromedriver" ] || missing+=(chromium-driver)
  if [ "${#missing[@]}" -gt 0 ]; then
    can_apt || give_up "no Chromium with a chromedriver was found. Install both (Debian: the packages chromium and" \
      "chromium-driver), or name them in COURTESY_CHROMIUM and CHROMEDRIVER."
    apt_install "${missing[@]}" || give_up "apt-get could not install ${missing[*]}."
    find_browser
  fi
  have "$chromium, $chromedriver"
}

find_browser() {
  local name
  if [ -n "${COURTESY_CHROMIUM:-}" ]; then
    [ -x "$COURTESY_CHROMIUM" ] || give_up "COURTESY_CHROMIUM names $COURTESY_CHROMIUM, which is not a program."
    chromium=$COURTESY_CHROMIUM
  else
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
      chromium=$(command -v "$name") && break
    done
  fi
  chromedriver=${CHROMEDRIVER:-$(command -v chromedriver || true)}
}
