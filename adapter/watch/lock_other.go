//go:build !unix

package watch

import "os"

// tryLock opens the file alone: systems without flock do not keep a second process out.
func tryLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
}
