package commandline

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Secret is what a file holds that nobody but its owner can read, without space around it: a login, a key.
// what and short name it in messages, which never show what was given: it may be the secret itself.
func Secret(path, what, short string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", Wrong("there is no such file with a "+what, "give the name of the file, not the "+short)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", Wrong(fmt.Sprintf("%s can be read by others (mode %04o)", path, info.Mode().Perm()),
			"chmod 600 "+path)
	}
	data, err := os.ReadFile(path)
	return strings.TrimSpace(string(data)), err
}
