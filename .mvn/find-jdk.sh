# Sourced by mvnw and tucana: sets and exports JAVA_HOME to a JDK of version 25 or newer.
# Order: JAVA_HOME, java on the PATH, the usual folders (the newest there). Without one, says how
# to get one and exits with status 2.

tucana_jdk_wanted=25

# Prints the feature version of the JDK in folder $1, or 0 when there is no JDK.
tucana_jdk_version() {
  if [ ! -x "$1/bin/javac" ]; then
    echo 0
  elif [ -r "$1/release" ]; then
    # The file says JAVA_VERSION="25.0.1"; reading it saves starting a JVM.
    tucana_line=$(grep '^JAVA_VERSION=' "$1/release") || tucana_line=
    tucana_number=${tucana_line#*\"}
    tucana_number=${tucana_number%%[!0-9]*}
    echo "${tucana_number:-0}"
  else
    tucana_line=$("$1/bin/javac" -version 2>&1) || tucana_line=
    tucana_number=${tucana_line#javac }
    tucana_number=${tucana_number%%[!0-9]*}
    echo "${tucana_number:-0}"
  fi
}

# Prints the folder of the java on the PATH, links followed.
tucana_jdk_on_path() {
  tucana_java=$(command -v java) || return 0
  while [ -L "$tucana_java" ]; do
    tucana_target=$(readlink "$tucana_java")
    case $tucana_target in
      /*) tucana_java=$tucana_target ;;
      *) tucana_java=$(dirname "$tucana_java")/$tucana_target ;;
    esac
  done
  dirname "$(dirname "$tucana_java")"
}

tucana_find_jdk() {
  for tucana_home in "${JAVA_HOME:-}" "$(tucana_jdk_on_path)"; do
    if [ -n "$tucana_home" ] && [ "$(tucana_jdk_version "$tucana_home")" -ge "$tucana_jdk_wanted" ]; then
      JAVA_HOME=$tucana_home
      return 0
    fi
  done
  tucana_best=0
  for tucana_home in \
    /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    tucana_version=$(tucana_jdk_version "$tucana_home")
    # Exactly the wanted version is what the build is tested with; else the newest.
    if [ "$tucana_version" -eq "$tucana_jdk_wanted" ]; then
      JAVA_HOME=$tucana_home
      return 0
    fi
    if [ "$tucana_version" -gt "$tucana_jdk_wanted" ] && [ "$tucana_version" -gt "$tucana_best" ]; then
      tucana_best=$tucana_version
      JAVA_HOME=$tucana_home
    fi
  done
  [ "$tucana_best" -gt 0 ]
}

if tucana_find_jdk; then
  export JAVA_HOME
else
  echo "tucana: no JDK $tucana_jdk_wanted or newer found (JAVA_HOME, PATH, usual folders); get one from https://adoptium.net/temurin/releases/?version=$tucana_jdk_wanted and set JAVA_HOME to its folder" >&2
  exit 2
fi
